package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.logs.LogLineReader.Saying;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Objects that differ in nothing but what is not read of a line, such as its time and the id of a
 * request: what one of them says, all say. A failing backend writes thousands of them, and to see
 * that a line is one takes a fraction of the time in which it is read.
 */
final class AlikeLines {

  /** More are not compared: where every line says something else, reading it is cheaper. */
  private static final int MOST = 16;

  private final List<Shape> shapes = new ArrayList<>(MOST);

  /** What was said before by a line like this one; empty where it has to be read. */
  Optional<Saying> said(String line) {
    for (int place = 0; place < shapes.size(); place++) {
      Shape shape = shapes.get(place);
      if (shape.isOf(line)) {
        if (place > 0) {
          // most often it is the one that was seen last
          shapes.add(0, shapes.remove(place));
        }
        return shape.saying;
      }
    }
    return Optional.empty();
  }

  /**
   * @param unread where in the line the values stand that were not read, in their order: of a text
   *     its opening quotation mark, of a number its first character
   */
  void remember(String line, List<Integer> unread, Saying saying) {
    if (shapes.size() == MOST) {
      shapes.remove(MOST - 1);
    }
    shapes.add(0, Shape.of(line, unread, saying));
  }

  /**
   * @param read what stands before, between and behind the values that are not read
   */
  private record Shape(List<String> read, Optional<Saying> saying) {

    static Shape of(String line, List<Integer> unread, Saying saying) {
      List<String> read = new ArrayList<>(unread.size() + 1);
      int from = 0;
      for (int value : unread) {
        int end = endOfValue(line, value);
        // one that is no plain value is compared like what is read
        if (end > 0) {
          read.add(line.substring(from, value));
          from = end;
        }
      }
      read.add(line.substring(from));
      return new Shape(List.copyOf(read), Optional.of(saying));
    }

    boolean isOf(String line) {
      int at = 0;
      int last = read.size() - 1;
      for (int part = 0; part < last; part++) {
        if (!line.startsWith(read.get(part), at)) {
          return false;
        }
        at = endOfValue(line, at + read.get(part).length());
        if (at < 0) {
          return false;
        }
      }
      String rest = read.get(last);
      return line.length() == at + rest.length() && line.startsWith(rest, at);
    }

    /** Behind a text or a number; -1 where neither begins there. */
    private static int endOfValue(String line, int from) {
      if (from >= line.length()) {
        return -1;
      }
      return line.charAt(from) == '"' ? endOfText(line, from) : endOfNumber(line, from);
    }

    /** Too early where it escapes a quotation mark: what follows then is not what was read. */
    private static int endOfText(String line, int from) {
      int end = line.indexOf('"', from + 1);
      return end > 0 ? end + 1 : -1;
    }

    private static int endOfNumber(String line, int from) {
      int end = from;
      while (end < line.length() && "0123456789.".indexOf(line.charAt(end)) >= 0) {
        end++;
      }
      return end > from ? end : -1;
    }
  }
}
