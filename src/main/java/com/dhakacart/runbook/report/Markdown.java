package com.dhakacart.runbook.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes Markdown (CommonMark with GitHub's tables). What people, logs and pods said passes through
 * {@link #text}, {@link #code}, {@link #fence} or {@link #quote}, so that it is shown and never
 * obeyed: no heading, link, table cell or HTML can come out of it.
 */
final class Markdown {

  /** The only HTML there is: Markdown has no other way to break a line within a table's cell. */
  static final String LINE_BREAK = "<br>";

  private static final Pattern SPECIAL =
      Pattern.compile(
          "[\\\\`*\\[\\]<|~]"
              + "|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])"
              + "|&(?=[#\\p{L}])"
              + "|(?<=\\p{L}):(?=//)|(?<=www)\\.");
  private static final Pattern BLOCK_START = Pattern.compile("^[#+=>-]");
  private static final Pattern NUMBERED_START = Pattern.compile("^(\\d{1,9})([.)])");

  /**
   * Controls, and marks that make text read otherwise than it is written; but for the two joiners,
   * without which Bangla is not written right.
   */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}[\\p{Cf}&&[^\\u200C\\u200D]]]+");

  private static final Pattern BACKTICKS = Pattern.compile("`+");

  private Markdown() {}

  /** Plain text on one line that renders as exactly these characters. */
  static String text(String plain) {
    String escaped = SPECIAL.matcher(oneLine(plain)).replaceAll("\\\\$0");
    escaped = NUMBERED_START.matcher(escaped).replaceFirst("$1\\\\$2");
    return BLOCK_START.matcher(escaped).replaceFirst("\\\\$0");
  }

  /** A code span; inside a table it goes through {@link #codeInCell}. */
  static String code(String plain) {
    String code = oneLine(plain);
    if (code.isEmpty()) {
      return "";
    }
    String ticks = "`".repeat(longestRunOfBackticks(code) + 1);
    String space = code.startsWith("`") || code.endsWith("`") ? " " : "";
    return ticks + space + code + space + ticks;
  }

  /**
   * A code span for a table's cell: a table splits its rows at pipes before it looks for code, so
   * they are escaped there too; code that escapes pipes itself cannot be written that way.
   */
  static String codeInCell(String plain) {
    return plain.contains("\\|") ? text(plain) : code(plain).replace("|", "\\|");
  }

  /** A fenced block that no line of its content can end. */
  static String fence(String language, String content) {
    String ticks = "`".repeat(Math.max(3, longestRunOfBackticks(content) + 1));
    String lines =
        content
            .lines()
            .map(line -> UNPRINTABLE.matcher(line.replace("\t", "  ")).replaceAll(" "))
            .collect(Collectors.joining("\n"));
    return ticks + language + "\n" + lines + "\n" + ticks + "\n";
  }

  /** What somebody wrote, with its line breaks. */
  static String quote(String plain) {
    List<String> lines = plain.strip().lines().map(Markdown::text).toList();
    StringBuilder quote = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      boolean goesOn =
          i + 1 < lines.size() && !lines.get(i).isEmpty() && !lines.get(i + 1).isEmpty();
      quote.append("> ").append(lines.get(i)).append(goesOn ? "\\\n" : "\n");
    }
    return quote.toString();
  }

  static String bullet(String markdown) {
    return "- " + markdown + "\n";
  }

  /**
   * @param cells Markdown, without pipes that are not escaped
   */
  static String table(List<String> head, List<List<String>> cells) {
    return row(head)
        + row(head.stream().map(column -> "---").toList())
        + cells.stream().map(Markdown::row).collect(Collectors.joining());
  }

  /** A list of links by name; an address that is not http(s) is shown and leads nowhere. */
  static String links(Map<String, String> nameToAddress) {
    return new TreeMap<>(nameToAddress)
        .entrySet().stream()
            .map(link -> bullet(link(link.getKey(), link.getValue())))
            .collect(Collectors.joining());
  }

  /** A link; an address that is not http(s) is shown and leads nowhere. */
  static String link(String name, String address) {
    if (!leadsSomewhere(address)) {
      return text(name) + ": " + code(address);
    }
    String target = oneLine(address).replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C");
    return "[" + text(name) + "](<" + target + ">)";
  }

  static boolean leadsSomewhere(String address) {
    return address.matches("(?i)https?://\\S+");
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** Without controls, and marks that make text read in another order than it is written. */
  static String oneLine(String plain) {
    return UNPRINTABLE.matcher(plain).replaceAll(" ").strip();
  }

  private static int longestRunOfBackticks(String content) {
    Matcher runs = BACKTICKS.matcher(content);
    int longest = 0;
    while (runs.find()) {
      longest = Math.max(longest, runs.end() - runs.start());
    }
    return longest;
  }
}
