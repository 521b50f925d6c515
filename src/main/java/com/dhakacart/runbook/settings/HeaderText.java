package com.dhakacart.runbook.settings;

import java.util.LinkedHashMap;
import java.util.Map;

/** A text that is sent in a header, most often a secret. */
public final class HeaderText {

  private HeaderText() {}

  /**
   * Without the white space around it, such as the line break at the end of a file.
   *
   * @param setting its full name
   * @param text null where none is set
   * @throws IllegalArgumentException when it holds a control character, which no header may; it
   *     does not say the text
   */
  public static String of(String setting, String text) {
    if (text == null) {
      return null;
    }
    String stripped = text.strip();
    if (stripped.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          setting
              + " holds a line break or another control character, which cannot be sent;"
              + " write it in one line");
    }
    return stripped;
  }

  /** The same of each value; the names of the headers are kept as they are. */
  public static Map<String, String> of(String setting, Map<String, String> headers) {
    Map<String, String> texts = new LinkedHashMap<>();
    headers.forEach((name, text) -> texts.put(name, of(setting + "." + name, text)));
    return texts;
  }
}
