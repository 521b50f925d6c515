package com.dhakacart.runbook.settings;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes every record once, so that all that cannot be made is told together. Spring itself ends at
 * the first of them, and says the value, which may hold a secret.
 */
class TrialBinding {

  private static final Pattern NAME = Pattern.compile("runbook(\\.[a-z0-9-]+(\\[\\d+])?)+");

  private final Binder binder;

  TrialBinding(ConfigurableEnvironment environment, ConfigurableListableBeanFactory beans) {
    this.binder =
        new Binder(
            ConfigurationPropertySources.from(environment.getPropertySources()),
            new PropertySourcesPlaceholdersResolver(environment),
            null,
            beans::copyRegisteredEditorsTo);
  }

  /** A sentence each, by the setting, or by the group of settings whose record says no. */
  Map<ConfigurationPropertyName, String> problems(Collection<Class<?>> records) {
    Map<ConfigurationPropertyName, String> problems = new LinkedHashMap<>();
    for (Class<?> type : records) {
      String prefix = type.getAnnotation(ConfigurationProperties.class).value();
      try {
        binder.bindOrCreate(
            prefix, Bindable.of(type), new IgnoreTopLevelConverterNotFoundBindHandler());
      } catch (BindException e) {
        String sentence = sentence(e);
        problems.putIfAbsent(firstNamed(sentence).orElse(e.getName()), sentence);
      }
    }
    return problems;
  }

  private static String sentence(BindException failure) {
    return isConversion(failure)
        ? "%s cannot be read as a %s"
            .formatted(failure.getName(), failure.getTarget().getType().toClass().getSimpleName())
        : beginning(
            failure.getName().toString(),
            String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage()));
  }

  private static String beginning(String setting, String reason) {
    return reason.contains(setting) ? reason : setting + ": " + reason;
  }

  private static boolean isConversion(BindException failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(ConversionException.class::isInstance);
  }

  private static Optional<ConfigurationPropertyName> firstNamed(String sentence) {
    return NAME.matcher(sentence)
        .results()
        .findFirst()
        .map(it -> ConfigurationPropertyName.ofIfValid(it.group()));
  }
}
