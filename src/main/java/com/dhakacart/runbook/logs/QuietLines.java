package com.dhakacart.runbook.logs;

/**
 * Lines that say of themselves that they are neither an error nor a warning. Most are, thousands an
 * incident, and to find that out needs no parser.
 */
final class QuietLines {

  private static final String NAME = "\"level\":";

  /** Of the name, and of any other that ends like it. */
  private static final String END_OF_NAME = "evel\"";

  private static final String IN_CAPITALS = "EVEL\"";

  private QuietLines() {}

  /**
   * Whether a flat object has the level of a quiet line. False where that takes a closer look: an
   * object within it, a line within it, another level, a level that is no word. A quotation mark
   * within a text is escaped, so that the name is one where it follows a comma or the brace.
   */
  static boolean isOne(String object) {
    int name = object.indexOf(NAME);
    return name > 0
        && object.endsWith("}")
        && isQuiet(object, skip(object, name + NAME.length(), 1))
        && ",{".indexOf(object.charAt(skip(object, name - 1, -1))) >= 0
        && object.indexOf('{', 1) < 0
        && object.indexOf(END_OF_NAME) > name
        && object.lastIndexOf(END_OF_NAME) < name + NAME.length()
        && !object.contains(IN_CAPITALS);
  }

  private static boolean isQuiet(String object, int value) {
    int end = object.indexOf('"', value + 1);
    return object.charAt(value) == '"'
        && end > 0
        && Level.called(object.substring(value + 1, end)).filter(Level.OTHER::equals).isPresent();
  }

  private static int skip(String text, int from, int step) {
    int at = from;
    while (text.charAt(at) == ' ') {
      at += step;
    }
    return at;
  }
}
