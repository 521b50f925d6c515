package com.dhakacart.runbook.logs;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Under which names loggers and log stores write what a line says; the first that is there counts.
 * A table: another schema is another name. Written as {@link Fields} finds them, in lower case and
 * without {@code _} and {@code -}.
 */
final class FieldNames {

  /** A word. */
  static final List<String> LEVEL =
      names(
          // the common loggers of Node, Go, Java, PHP, Ruby, and slog
          "level levelname severity loglevel lvl @level",
          // ECS, OpenTelemetry, Google Cloud, Datadog, Serilog, journald, MongoDB
          "log.level severitytext logseverity log.severity status @l log.syslog.severity.name",
          "levelstr priority s",
          // loguru, log4j 2, Monolog
          "level.name");

  /** A number, and on which scale. */
  static final List<NumberedLevel> NUMBERED_LEVEL =
      List.of(
          new NumberedLevel("severitynumber", Level.Numbers.OPEN_TELEMETRY),
          new NumberedLevel("levelno", Level.Numbers.PYTHON),
          new NumberedLevel("levelnumber", Level.Numbers.PYTHON),
          new NumberedLevel("level.no", Level.Numbers.PYTHON),
          new NumberedLevel("levelvalue", Level.Numbers.LOGBACK),
          new NumberedLevel("levelint", Level.Numbers.LOG4J),
          new NumberedLevel("level.intlevel", Level.Numbers.LOG4J),
          new NumberedLevel("log.syslog.severity.code", Level.Numbers.SYSLOG),
          new NumberedLevel("syslogseverity", Level.Numbers.SYSLOG),
          new NumberedLevel("priority", Level.Numbers.SYSLOG),
          new NumberedLevel("loglevel", Level.Numbers.DOTNET),
          new NumberedLevel("severity", Level.Numbers.GOOGLE),
          new NumberedLevel("severity", Level.Numbers.SYSLOG),
          new NumberedLevel("level", Level.Numbers.SYSLOG),
          new NumberedLevel("level", Level.Numbers.BUNYAN),
          new NumberedLevel("level", Level.Numbers.MONOLOG),
          new NumberedLevel("level", Level.Numbers.JAVA),
          new NumberedLevel("level", Level.Numbers.LOGBACK));

  static final List<String> MESSAGE =
      names(
          "message msg @m @message shortmessage formattedmessage renderedmessage event",
          "body.stringvalue body textpayload log text @mt messagetemplate log.message fullmessage",
          "event.original");

  static final List<String> ERROR =
      names(
          "error.message err.message exception.message error err exc.message context.exception",
          "context.error thrown.message throwable.message exceptionmessage errormessage errmsg",
          "error.msg error.reason attr.error exception exceptions.message @x excinfo excvalue cause",
          "failure");

  /** Where nothing else says what the error is. */
  static final List<String> STACK =
      names(
          "stacktrace stack error.stacktrace error.stack err.stack exception.stacktrace",
          "exception.stack thrown.extendedstacktrace @x exception excinfo exctext backtrace");

  static final List<String> ROUTE =
      names(
          "url http.route url.path route url.original url.full http.url http.target req.url",
          "request.url request.uri request.path requesturi requesturl requestpath",
          "httprequest.requesturl httprequest.url http.path uri path endpoint");

  static final List<String> STATUS =
      names(
          "statuscode http.response.statuscode http.statuscode res.statuscode response.statuscode",
          "response.status httprequest.status downstreamstatus responsecode httpstatus http.status",
          "status");

  static final List<String> TIME =
      names(
          "@timestamp timestamp time ts @t datetime asctime t.$date instant.epochsecond timemillis",
          "timeunixnano time.timestamp date eventtime");

  /** What else a line without a level has when it is a line of Serilog, which leaves out "info". */
  static final String SERILOG = "@t";

  /** Where a container runtime or a shipper puts the line as it was. */
  static final List<String> WRAPPED = names("log message event.original textpayload");

  /** What else a line has is not looked at. */
  static final Set<String> ANY =
      Stream.of(
              Stream.of(LEVEL, MESSAGE, ERROR, STACK, ROUTE, STATUS, TIME, WRAPPED)
                  .flatMap(List::stream),
              NUMBERED_LEVEL.stream().map(NumberedLevel::name),
              Stream.of(SERILOG))
          .flatMap(it -> it)
          .collect(Collectors.toUnmodifiableSet());

  private FieldNames() {}

  /**
   * @param name which numbers stand under it
   */
  record NumberedLevel(String name, Level.Numbers numbers) {}

  private static List<String> names(String... rows) {
    return List.of(String.join(" ", rows).split(" "));
  }
}
