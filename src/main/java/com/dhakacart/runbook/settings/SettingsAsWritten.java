package com.dhakacart.runbook.settings;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
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

  /** Spring calls the bean of such a record by its prefix and its type. */
  private static final String RECORD = "runbook[a-z.-]*-com\\.dhakacart\\.runbook\\..+";

  /**
   * @throws SettingsRefused when something is wrong with any of them
   */
  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    ConfigurableEnvironment environment =
        beans.getBean(
            ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, ConfigurableEnvironment.class);
    List<Class<?>> records = records(beans);
    Judgement judgement = new Judgement(new KnownSettings(records), new Values(environment));
    List<Written> all = Written.in(environment.getPropertySources());
    all.forEach(judgement::judge);
    judgement.judge(writtenOf(records, all), new TrialBinding(environment, beans));
    if (!judgement.problems().isEmpty()) {
      throw new SettingsRefused(judgement.problems());
    }
    if (!judgement.ofOthers().isEmpty()) {
      log.info(
          "Variables that are no settings of the runbook, and are left alone: {}",
          judgement.ofOthers());
    }
  }

  private static List<Class<?>> records(ConfigurableListableBeanFactory beans) {
    List<Class<?>> records = new ArrayList<>();
    for (String name : beans.getBeanDefinitionNames()) {
      if (name.matches(RECORD)) {
        records.add(beans.getType(name, false));
      }
    }
    return records;
  }

  /** What has its defaults alone can be made, and the start need not wait for it twice. */
  private static List<Class<?>> writtenOf(List<Class<?>> records, List<Written> all) {
    return records.stream()
        .filter(it -> all.stream().anyMatch(written -> prefix(it).isAncestorOf(written.name())))
        .toList();
  }

  private static ConfigurationPropertyName prefix(Class<?> type) {
    return ConfigurationPropertyName.of(type.getAnnotation(ConfigurationProperties.class).value());
  }
}
