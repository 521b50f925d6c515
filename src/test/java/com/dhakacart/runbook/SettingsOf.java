package com.dhakacart.runbook;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings with their defaults, and what a test sets of them, bound as the application binds. */
public final class SettingsOf {

  private SettingsOf() {}

  public static <T> T type(Class<T> settings, Map<String, ?> properties) {
    String prefix = settings.getAnnotation(ConfigurationProperties.class).value();
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate(prefix, Bindable.of(settings));
  }
}
