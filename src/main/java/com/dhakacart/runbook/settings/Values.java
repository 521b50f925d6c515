package com.dhakacart.runbook.settings;

import com.dhakacart.runbook.settings.KnownSettings.Setting;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;

/** What a value says that could be read, and is not meant. */
class Values {

  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?<!\\\\)\\$\\{(\\w[\\w.\\[\\]-]*})?");
  private static final Pattern NUMBER = Pattern.compile("[+-]?0*[1-9]\\d*");

  private final PropertySourcesPlaceholdersResolver placeholders;

  Values(Environment environment) {
    this.placeholders = new PropertySourcesPlaceholdersResolver(environment);
  }

  /**
   * The end of a sentence that begins with the setting; it never says the value, which may be a
   * secret.
   */
  Optional<String> problem(Setting setting, String written) {
    String value;
    try {
      value = String.valueOf(placeholders.resolvePlaceholders(written));
    } catch (PlaceholderResolutionException e) {
      return Optional.of("leads back to itself by its placeholders; take one of them out");
    }
    Matcher left = PLACEHOLDER.matcher(written.contains("\\${") ? written : value);
    if (value.contains("${") && left.find()) {
      return Optional.of(
          "holds a placeholder that nothing fills (%s); set it, or write \\${ where that is meant"
              .formatted(left.group()));
    }
    if (setting.type() == Duration.class && NUMBER.matcher(value.strip()).matches()) {
      return Optional.of("has no unit, and would be milliseconds; say 30s where seconds are meant");
    }
    return Optional.empty();
  }
}
