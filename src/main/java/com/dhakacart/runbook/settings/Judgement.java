package com.dhakacart.runbook.settings;

import com.dhakacart.runbook.settings.KnownSettings.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** What is wrong with all that is written, a sentence each. */
class Judgement {

  private final KnownSettings known;
  private final Values values;

  private final Map<ConfigurationPropertyName, Written> counting = new HashMap<>();
  private final Set<ConfigurationPropertyName> named = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> ofOthers = new TreeSet<>();

  Judgement(KnownSettings known, Values values) {
    this.known = known;
    this.values = values;
  }

  List<String> problems() {
    return problems;
  }

  /** Variables that begin as ours do, and are none. */
  Set<String> ofOthers() {
    return ofOthers;
  }

  /** To be called for those that count first; what they cover is not used, and may be anything. */
  void judge(Written written) {
    Optional<Setting> setting = known.find(written.name(), written.isVariable());
    if (setting.isPresent()) {
      if (counting.putIfAbsent(written.name(), written) == null) {
        add(written, values.problem(setting.get(), written.text()));
      }
    } else if (isOfOthers(written)) {
      leave(written);
    } else {
      add(written, nameProblem(written));
    }
  }

  /** What each record says of what it would get, but for what is told already. */
  void judge(Collection<Class<?>> records, TrialBinding binding) {
    binding
        .problems(records)
        .forEach(
            (setting, sentence) -> {
              if (named.add(setting)) {
                problems.add(sentence + place(setting));
              }
            });
  }

  private String place(ConfigurationPropertyName setting) {
    return Optional.ofNullable(counting.get(setting)).map(it -> " " + it.place()).orElse("");
  }

  private void add(Written written, Optional<String> problem) {
    problem.ifPresent(
        it -> {
          named.add(written.name());
          problems.add("%s %s %s".formatted(written.shownName(), written.place(), it));
        });
  }

  private boolean isOfOthers(Written written) {
    boolean isStrange = written.isAmongOthers() && !known.isInAGroup(written.name());
    return isStrange && !written.isMistakenForAVariable() || written.isServiceLink();
  }

  private void leave(Written written) {
    if (written.isVariable() && !written.isServiceLink()) {
      ofOthers.add(variable(written.name().toString()));
    }
  }

  private Optional<String> nameProblem(Written written) {
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
    String nearest =
        known
            .nearest(written.name())
            .map(it -> "; the nearest is " + (written.isVariable() ? variable(it) : it))
            .orElse("");
    return Optional.of("is no setting" + nearest);
  }

  private static String variable(String setting) {
    return setting
        .replace("-", "")
        .replaceAll("[.\\[]", "_")
        .replace("]", "")
        .toUpperCase(Locale.ROOT);
  }
}
