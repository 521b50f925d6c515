package com.dhakacart.runbook.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Reads one line, from a pod or from the log store: JSON and logfmt by the names of {@link
 * FieldNames}, anything else by {@link PlainShape}.
 */
@Component
class LogLineReader {

  private static final Pattern OBJECT = Pattern.compile("\\{\\s*\"");
  private static final Pattern QUERY = Pattern.compile("[?#].*");
  private static final Pattern HOST = Pattern.compile("^https?://[^/?#]+");
  private static final Pattern TRACEBACK =
      Pattern.compile("^Traceback \\(most recent call last\\)");

  private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
  private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cntrl}&&[^\t]]|\uFFFD");

  private final LogSettings settings;
  private final ObjectMapper json;

  LogLineReader(LogSettings settings, ObjectMapper json) {
    this.settings = settings;
    this.json = json;
  }

  /**
   * What a line says.
   *
   * @param line empty when it is neither an error nor a warning
   * @param grasp how much of it is known
   */
  record Saying(Optional<LogLine> line, Grasp grasp) {

    private static final Saying NOTHING_BAD = new Saying(Optional.empty(), Grasp.LEVEL);
    private static final Saying WORDS = new Saying(Optional.empty(), Grasp.WORDS);
    private static final Saying UNREAD = new Saying(Optional.empty(), Grasp.NOTHING);

    private static Saying of(LogLine line) {
      return new Saying(Optional.of(line), Grasp.LEVEL);
    }

    boolean understood() {
      return grasp != Grasp.NOTHING;
    }
  }

  /** How much of a line is known. */
  enum Grasp {
    /** How bad it is. */
    LEVEL,
    /** That it is prose, which does not say how bad it is: nothing bad beside lines that do. */
    WORDS,
    /** Nothing: it may be an error. */
    NOTHING
  }

  /**
   * @param line as it was written, without the time that the log API gives it
   */
  Saying read(String line) {
    return read(line, new AlikeLines());
  }

  /**
   * @param line as it was written, without the time that the log API gives it
   * @param before those of the same log that were read before
   */
  Saying read(String line, AlikeLines before) {
    return isObject(line) && QuietLines.isOne(line)
        ? Saying.NOTHING_BAD
        : before.said(line).orElseGet(() -> readAnew(LogLine.withoutColor(line), before));
  }

  private Saying readAnew(String text, AlikeLines before) {
    if (isObject(text)) {
      return object(text).map(fields -> read(fields, text, before)).orElse(Saying.UNREAD);
    }
    String said = PlainShape.withoutHead(text);
    if (isObject(said)) {
      return QuietLines.isOne(said)
          ? Saying.NOTHING_BAD
          : object(said).map(fields -> read(fields, said)).orElse(Saying.UNREAD);
    }
    Optional<Fields> pairs = Logfmt.read(said).filter(it -> level(it).isPresent());
    return pairs.isPresent() ? read(pairs.get(), said) : plain(text.strip(), said);
  }

  private Saying read(Fields fields, String text, AlikeLines before) {
    Saying saying = read(fields, text);
    if (message(fields).isPresent()) { // else it may say the text as it is
      before.remember(text, fields.unread(), saying);
    }
    return saying;
  }

  /** The fields of one line of the log store. */
  Saying read(JsonNode fields) {
    return read(Fields.of(fields), fields.toString());
  }

  /** Its own time, as the logger wrote it: in a zone that it may not name. */
  Optional<Instant> time(String line) {
    String text = LogLine.withoutColor(line);
    if (text.startsWith("{")) {
      return object(text).flatMap(LogLineReader::time);
    }
    Optional<Fields> pairs = Logfmt.read(text);
    return pairs.isPresent()
        ? time(pairs.get())
        : LogClock.at(text.substring(0, text.length() - PlainShape.withoutStamp(text).length()));
  }

  /** The time among the fields of a line. */
  Optional<Instant> time(JsonNode fields) {
    return time(Fields.of(fields));
  }

  private static Optional<Instant> time(Fields fields) {
    return fields.first(FieldNames.TIME, LogClock::at);
  }

  private Saying read(Fields fields, String text) {
    Optional<Level> level = level(fields);
    if (level.isEmpty() || level.get() == Level.OTHER) {
      return wrapped(fields, level.isEmpty())
          .orElse(level.isEmpty() ? Saying.UNREAD : Saying.NOTHING_BAD);
    }
    String error = error(fields);
    String message = message(fields).or(() -> some(error)).orElse(text);
    return Saying.of(
        new LogLine(
            level.get().word(), message, message.equals(error) ? "" : error, route(fields)));
  }

  /** A line within a line, as runtimes and shippers hand it on. */
  private Optional<Saying> wrapped(Fields fields, boolean plainToo) {
    return FieldNames.WRAPPED.stream()
        .flatMap(name -> fields.text(name).stream())
        .filter(it -> isObject(it) || (plainToo && !it.isBlank()))
        .findFirst()
        .map(this::read)
        .filter(it -> it.grasp() == Grasp.LEVEL);
  }

  private static Optional<Level> level(Fields fields) {
    return fields
        .first(
            FieldNames.LEVEL,
            it ->
                it.isTextual()
                    ? Level.called(LogLine.withoutColor(it.textValue()))
                    : Optional.empty())
        .or(() -> numbered(fields))
        .or(() -> implied(fields));
  }

  private static Optional<Level> numbered(Fields fields) {
    return FieldNames.NUMBERED_LEVEL.stream()
        .flatMap(
            it -> {
              OptionalInt number =
                  fields.text(it.name()).map(Level::number).orElseGet(OptionalInt::empty);
              return number.isPresent()
                  ? it.numbers().level(number.getAsInt()).stream()
                  : Stream.<Level>empty();
            })
        .findFirst();
  }

  /** What has no level of its own: an error that is named, the answer to a request, Serilog. */
  private static Optional<Level> implied(Fields fields) {
    if (!error(fields).isBlank()) {
      return Optional.of(Level.ERROR);
    }
    return fields
        .first(FieldNames.STATUS, LogLineReader::answered)
        .or(() -> fields.has(FieldNames.SERILOG) ? Optional.of(Level.OTHER) : Optional.empty());
  }

  private static Optional<Level> answered(JsonNode status) {
    OptionalInt number = Level.number(status.asText());
    return number.isPresent() && number.getAsInt() >= 100 && number.getAsInt() < 600
        ? Optional.of(Level.ofStatus(number.getAsInt()))
        : Optional.empty();
  }

  private static Optional<String> message(Fields fields) {
    return fields.first(FieldNames.MESSAGE, it -> some(words(it)));
  }

  private static String error(Fields fields) {
    return fields
        .first(FieldNames.ERROR, it -> some(oneLine(words(it))))
        .or(() -> fields.first(FieldNames.STACK, it -> some(oneLine(words(it)))))
        .orElse("");
  }

  private static String route(Fields fields) {
    return fields.first(FieldNames.ROUTE, LogLineReader::path).orElse("");
  }

  private static Optional<String> path(JsonNode url) {
    if (!url.isTextual()) {
      return Optional.empty();
    }
    String text = url.textValue();
    String path = text.startsWith("http") ? HOST.matcher(text).replaceFirst("") : text;
    return path.startsWith("/")
        ? Optional.of(QUERY.matcher(path).replaceFirst(""))
        : Optional.empty();
  }

  private static String words(JsonNode value) {
    if (value.isObject()) {
      return Stream.of("message", "msg", "Message", "errmsg", "description", "reason", "code")
          .map(value::path)
          .filter(JsonNode::isValueNode)
          .map(JsonNode::asText)
          .filter(Predicate.not(String::isBlank))
          .findFirst()
          .orElseGet(() -> value.isEmpty() ? "" : value.toString());
    }
    // "error": false and "error": 0 are none
    return value.isTextual() ? value.textValue() : "";
  }

  /** A stack begins with what it is about; Python's ends with it. */
  static String oneLine(String stack) {
    String text = stack.strip();
    if (text.indexOf('\n') < 0) {
      return text;
    }
    List<String> lines = text.lines().filter(Predicate.not(String::isBlank)).toList();
    return (TRACEBACK.matcher(text).find() ? lines.get(lines.size() - 1) : lines.get(0)).strip();
  }

  private static Optional<Saying> shaped(String text) {
    return PlainShape.read(text)
        .map(
            said ->
                said.level() == Level.OTHER
                    ? Saying.NOTHING_BAD
                    : Saying.of(
                        new LogLine(
                            said.level().word(),
                            said.message(),
                            "",
                            QUERY.matcher(said.route()).replaceFirst(""))));
  }

  private Saying plain(String text, String withoutHead) {
    Optional<Saying> said = shaped(withoutHead);
    if (said.isPresent()) {
      return said.get();
    }
    boolean isTold = settings.plainErrors() != null;
    if (isTold && settings.plainErrors().matcher(text).find()) {
      return Saying.of(new LogLine(Level.ERROR.word(), text, "", ""));
    }
    if (PlainShape.showsALevel(text) || !isProse(text)) {
      return Saying.UNREAD;
    }
    return isTold ? Saying.NOTHING_BAD : Saying.WORDS;
  }

  /** A brace alone may be a logger's own, as in {@code {traceId=7} ERROR text}. */
  private static boolean isObject(String text) {
    return text.startsWith("{\"") || (text.startsWith("{") && OBJECT.matcher(text).lookingAt());
  }

  private Optional<Fields> object(String text) {
    try (JsonParser parser = json.createParser(text)) {
      return Fields.of(parser);
    } catch (IOException cut) {
      return beginning(text).map(Fields::of);
    }
  }

  /** What stands before the place where a line was cut off. */
  private Optional<JsonNode> beginning(String text) {
    ObjectNode whole = json.createObjectNode();
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value.isStructStart()) {
          parser.skipChildren();
        } else {
          // reads the text to its end, where a line that was cut has none
          whole.put(name, parser.getText());
        }
      }
    } catch (IOException cutHere) {
      return Optional.of((JsonNode) whole).filter(it -> !it.isEmpty());
    }
    return Optional.of((JsonNode) whole).filter(it -> !it.isEmpty());
  }

  private static Optional<String> some(String text) {
    return Optional.of(text).filter(Predicate.not(String::isBlank));
  }

  /** Words, at least, where a format that is not known may have but signs. */
  private static boolean isProse(String text) {
    return (text.indexOf(' ') > 0 || text.indexOf('\t') > 0)
        && WORD.matcher(text).find()
        && !NO_TEXT.matcher(text).find();
  }
}
