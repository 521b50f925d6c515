package com.dhakacart.runbook.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Lines that say of themselves that they are neither an error nor a warning. Most are, thousands an
 * incident, and to find that out needs no tree of their fields.
 */
final class QuietLines {

  private static final JsonFactory JSON = new JsonFactory();

  private QuietLines() {}

  /**
   * Whether a flat object has the level of a quiet line. False where that takes a closer look: an
   * object within it, a line within it, a level that is no word.
   */
  static boolean isOne(String object) {
    boolean quiet = false;
    try (JsonParser parser = JSON.createParser(object)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value.isStructStart()) {
          return false;
        }
        if (name.equalsIgnoreCase("level")) {
          if (value != JsonToken.VALUE_STRING || quiet) {
            return false;
          }
          quiet = Level.called(parser.getText()).filter(Level.OTHER::equals).isPresent();
          if (!quiet) {
            return false;
          }
        } else if (value == JsonToken.VALUE_STRING
            && parser.getTextLength() > 0
            && parser.getTextCharacters()[parser.getTextOffset()] == '{') {
          return false;
        }
      }
      return quiet && parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    } catch (IOException cut) {
      return false;
    }
  }
}
