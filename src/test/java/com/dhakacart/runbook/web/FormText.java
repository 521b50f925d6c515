package com.dhakacart.runbook.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the form of a task shows in Tasklist.
 *
 * @param text of all its parts
 * @param names by which it shows something of the briefing
 * @param open the same, of what is not folded away
 */
record FormText(String text, Set<String> names, Set<String> open) {

  private static final Pattern NAME = Pattern.compile("briefing\\.(\\w+)");
  private static final Pattern OWN_WORDS =
      Pattern.compile("<(h4|p|li|b|span)(?: class=\"\\w+\")?>([^{<]+)</\\1>");
  private static final Pattern FOLDED =
      Pattern.compile("(\\{\\{#if [^}]*}})?<details>.*?</details>");

  /** The page has them in its head. */
  private static final Set<String> ELSEWHERE = Set.of("alert", "openedAt", "shownAt", "picture");

  /** Shown only where there is nothing else to show. */
  private static final String NO_CAUSE = "No cause was weighed.";

  static FormText of(JsonNode form) {
    String text =
        form.findValuesAsText("content").stream()
            .map(it -> it.replaceAll("<style>.*?</style>", ""))
            .collect(Collectors.joining("\n"));
    return new FormText(text, names(text), names(FOLDED.matcher(text).replaceAll("")));
  }

  private static Set<String> names(String text) {
    Set<String> names =
        NAME.matcher(text).results().map(it -> it.group(1)).collect(Collectors.toSet());
    names.removeAll(ELSEWHERE);
    return new TreeSet<>(names);
  }

  /** A briefing in which each name has its mark. */
  Map<String, Object> filled() {
    Map<String, Object> briefing = new HashMap<>();
    names.forEach(name -> briefing.put(name, value(name)));
    return briefing;
  }

  private Object value(String name) {
    return switch (name) {
      case "askedUntil" -> mark(name);
      case "differingMore" -> 4711;
      default -> isList(name) ? List.of(entry(name)) : mark(name);
    };
  }

  private boolean isList(String name) {
    return text.contains("#loop briefing." + name + "}}") || name.equals("askedOf");
  }

  private Object entry(String name) {
    boolean plain =
        Pattern.compile("#loop briefing\\." + name + "}}<(?:li|pre)>(?:<b>[^<]*</b> )?\\{\\{this}}")
                .matcher(text)
                .find()
            || name.equals("askedOf");
    return plain
        ? mark(name)
        : Map.of(
            "title", mark(name),
            "lines", List.of(mark(name)),
            "kind", "plus",
            "text", mark(name),
            "name", mark(name),
            "address", "https://runbook/" + name);
  }

  List<String> marks() {
    return marks(names);
  }

  /** Of what is not folded away. */
  List<String> unfolded() {
    return marks(open);
  }

  private static List<String> marks(Set<String> names) {
    return names.stream().filter(it -> !it.equals("askedOf")).map(FormText::mark).toList();
  }

  private static String mark(String name) {
    return switch (name) {
      case "askedUntil" -> "2026-11-28T23:06:31Z";
      case "differingMore" -> "4711";
      default -> "mark of " + name + ".";
    };
  }

  /** Headings and sentences that are the form's own. */
  List<String> words() {
    return OWN_WORDS
        .matcher(text)
        .results()
        .map((MatchResult it) -> it.group(2))
        .filter(it -> !it.equals(NO_CAUSE))
        .toList();
  }
}
