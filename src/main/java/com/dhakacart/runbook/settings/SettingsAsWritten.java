package com.dhakacart.runbook.settings;

import com.dhakacart.runbook.settings.KnownSettings.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/**
 * Before anything is made of them: whether all that is written under {@code runbook} is a setting,
 * and can be meant as it stands there. Spring passes over a name that no record has, since several
 * records share a prefix, and takes a time without a unit for milliseconds.
 */
@Component
class SettingsAsWritten implements BeanFactoryPostProcessor {

  private static final Logger log = LoggerFactory.getLogger(SettingsAsWritten.class);

  /**
   * @throws SettingsRefused when something is wrong with any of them
   */
  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    ConfigurableEnvironment environment =
        beans.getBean(
            ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, ConfigurableEnvironment.class);
    List<Class<?>> records = records(beans);
    Values values = new Values(environment);
    KnownSettings known = new KnownSettings(records);

    Map<ConfigurationPropertyName, String> problems = new LinkedHashMap<>();
    Map<ConfigurationPropertyName, Written> counting = new LinkedHashMap<>();
    List<Written> left = new ArrayList<>();
    for (Written written : Written.in(environment.getPropertySources())) {
      Optional<Setting> setting = known.find(written.name(), written.isVariable());
      if (setting.isPresent()) {
        if (counting.putIfAbsent(written.name(), written) == null) {
          values
              .problem(setting.get(), written.text())
              .ifPresent(it -> problems.put(written.name(), written + " " + it));
        }
      } else if (isOfOthers(written, known)) {
        left.add(written);
      } else {
        nameProblem(written, known)
            .ifPresent(it -> problems.put(written.name(), written + " " + it));
      }
    }
    new TrialBinding(environment, beans, counting).problems(records).forEach(problems::putIfAbsent);
    if (!problems.isEmpty()) {
      throw new SettingsRefused(List.copyOf(problems.values()));
    }
    say(left);
  }

  /** Spring calls the bean of such a record by its prefix and its type. */
  private static List<Class<?>> records(ConfigurableListableBeanFactory beans) {
    List<Class<?>> records = new ArrayList<>();
    for (String name : beans.getBeanDefinitionNames()) {
      if (name.matches("runbook[a-z.-]*-com\\.dhakacart\\.runbook\\..+")) {
        records.add(beans.getType(name, false));
      }
    }
    return records;
  }

  private static boolean isOfOthers(Written written, KnownSettings known) {
    boolean isStrange = written.isAmongOthers() && !known.isInAGroup(written.name());
    return isStrange && !written.isMistakenForAVariable() || written.isServiceLink();
  }

  private static Optional<String> nameProblem(Written written, KnownSettings known) {
    if (written.isMistakenForAVariable()) {
      ConfigurationPropertyName meant = written.asOfAVariable();
      return known
          .find(meant, true)
          .map(
              it -> "is a name for the environment; call it %s here".formatted(it.nameLike(meant)));
    }
    if (known.isAbove(written.name())) {
      return written.text().isBlank()
          ? Optional.empty()
          : Optional.of("takes no value: it is what several settings have in common");
    }
    return Optional.of(
        "is no setting"
            + known
                .nearest(written.name())
                .map(it -> "; the nearest is " + (written.isVariable() ? variable(it) : it))
                .orElse(""));
  }

  private static String variable(String setting) {
    return setting
        .replace("-", "")
        .replaceAll("[.\\[]", "_")
        .replace("]", "")
        .toUpperCase(Locale.ROOT);
  }

  private static void say(List<Written> left) {
    TreeSet<String> names = new TreeSet<>();
    left.stream()
        .filter(it -> it.isVariable() && !it.isServiceLink())
        .forEach(it -> names.add(variable(it.name().toString())));
    if (!names.isEmpty()) {
      log.info("Variables that are no settings of the runbook, and are left alone: {}", names);
    }
  }
}
