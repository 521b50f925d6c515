package com.dhakacart.runbook.settings;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A name that begins as the runbook's settings do, and its value, where it is written.
 *
 * @param property as Spring finds it: name, value, and place
 * @param source that it stands in
 */
record Written(ConfigurationProperty property, PropertySource<?> source) {

  private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("runbook");

  /** How Kubernetes tells a pod of a Service, such as one that is called runbook-database. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "runbook(\\..+)?\\.(service\\.host|service\\.port(\\..+)?|port(\\[\\d+]\\..+)?)");

  /** All of them, those that count first. */
  static List<Written> in(PropertySources sources) {
    return sources.stream().flatMap(Written::in).toList();
  }

  private static Stream<Written> in(PropertySource<?> source) {
    return ConfigurationPropertySource.from(source)
            instanceof IterableConfigurationPropertySource listed
        ? listed.stream()
            .filter(it -> OURS.isAncestorOf(it) || isNamedAsAVariable(it))
            .map(listed::getConfigurationProperty)
            .filter(Objects::nonNull)
            .map(it -> new Written(it, source))
        : Stream.empty();
  }

  ConfigurationPropertyName name() {
    return property.getName();
  }

  boolean isVariable() {
    return source instanceof SystemEnvironmentPropertySource;
  }

  /** Whether names of others stand there, too, some of which may begin like ours. */
  boolean isAmongOthers() {
    return isVariable()
        || source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
  }

  /** Whether it is the name of a variable where none is: Spring finds no setting by it. */
  boolean isMistakenForAVariable() {
    return !isVariable() && isNamedAsAVariable(name());
  }

  private static boolean isNamedAsAVariable(ConfigurationPropertyName name) {
    return name.getNumberOfElements() == 1
        && name.getElement(0, Form.ORIGINAL).startsWith("RUNBOOK_");
  }

  /** The name that a variable so called would have. */
  ConfigurationPropertyName asOfAVariable() {
    return ConfigurationPropertyName.adapt(
        name().getElement(0, Form.ORIGINAL).toLowerCase(Locale.ROOT), '_');
  }

  boolean isServiceLink() {
    String name = name().toString();
    return isVariable()
        && SERVICE_LINK.matcher(name).matches()
        && (!name.endsWith(".port") || text().matches("(tcp|udp|sctp)://.*"));
  }

  String text() {
    return String.valueOf(property.getValue());
  }

  /** As it is written there. */
  String shownName() {
    return isMistakenForAVariable() ? name().getElement(0, Form.ORIGINAL) : name().toString();
  }

  /** In which file and line, variable or argument, in brackets. */
  String place() {
    return "(%s)".formatted(property.getOrigin());
  }
}
