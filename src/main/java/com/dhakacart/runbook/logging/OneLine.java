package com.dhakacart.runbook.logging;

/** Text that others wrote, as one line that says what it is. */
final class OneLine {

  private OneLine() {}

  /** With everything visible that would begin a line, colour a terminal or turn its direction. */
  static String of(String text) {
    if (text == null || text.codePoints().noneMatch(OneLine::acts)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            it -> {
              if (acts(it)) {
                line.append(shown(it));
              } else {
                line.appendCodePoint(it);
              }
            });
    return line.toString();
  }

  private static boolean acts(int character) {
    return character != '\t'
        && switch (Character.getType(character)) {
          case Character.CONTROL,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE ->
              true;
          case Character.FORMAT -> turnsDirection(character);
          default -> false;
        };
  }

  /** Of the invisible ones only these: Bengali needs its joiners. */
  private static boolean turnsDirection(int character) {
    return character >= 0x202a && character <= 0x202e
        || character >= 0x2066 && character <= 0x2069
        || character == 0x200e
        || character == 0x200f
        || character == 0x061c;
  }

  private static String shown(int character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> "\\u%04x".formatted(character);
    };
  }
}
