package com.dhakacart.runbook.process;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How bad alerts say that they are.
 *
 * @param order the words of their label {@code severity}, the mildest first; any other word, and
 *     none at all, is milder than these
 */
@Validated
@ConfigurationProperties("runbook.severity")
record SeveritySettings(
    @NotEmpty @DefaultValue({"info", "warning", "error", "critical"})
        List<@NotBlank String> order) {

  SeveritySettings {
    order = order.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
    if (order.stream().distinct().count() < order.size()) {
      throw new IllegalArgumentException(
          "runbook.severity.order says a word twice: %s".formatted(order));
    }
  }
}
