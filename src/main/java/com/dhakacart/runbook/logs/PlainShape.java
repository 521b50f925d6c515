package com.dhakacart.runbook.logs;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lines look like that are no JSON, after their time. What a line contains says nothing: "0
 * errors" is none. A table, tried from the top: another logger is another row.
 */
enum PlainShape {

  /**
   * {@code TypeError: x}, {@code java.io.IOException: x}, {@code Exception in thread "main" ...}
   */
  THROWN(
      "(?<message>(?:(?:Uncaught|Unhandled)(?: exception)?[:.]? |Exception in thread \"[^\"]*\" )?"
          + "(?:[\\w$]+[.\\\\:]+)*(?:[A-Z]\\w*)?(?:Error|Exception|Panic|Throwable)"
          + "(?: \\[\\w+\\])?(?: \\(\\w+\\))?:(?: .*)?)",
      Level.ERROR),
  /** {@code java.lang.NullPointerException}, {@code app.rb:3:in 'pay': text (RuntimeError)} */
  THROWN_WITHOUT_WORDS(
      "(?<message>(?:[\\w$]+\\.)+[A-Z]\\w*(?:Error|Exception)"
          + "|\\S+:\\d+:in [`'].*\\(\\w[\\w:]*\\))",
      Level.ERROR),
  /** V8, PHP, Rust, Go, Python, C, npm: the process ends; Django: a request does. */
  ENDS(
      "(?<message>(?:PHP )?(?:FATAL ERROR|Fatal error|Parse error|fatal error)\\b.*"
          + "|(?:http: )?panic(?: serving .*)?: .*|thread '.*' (?:\\(\\d+\\) )?panicked at .*"
          + "|Traceback \\(most recent call last\\):.*"
          + "|Unhandled (?:exception|rejection|promise).*|Uncaught .*|terminate called .*"
          + "|Segmentation fault.*|Internal Server Error: .*|Killed|Aborted.*"
          + "|\\*\\*\\* .+ \\*\\*\\*.*"
          + "|npm (?:ERR!|error) .*|standard_init_linux.*|exec .*: no such file or directory)",
      Level.ERROR),
  PHP_WARNS("(?<message>PHP (?:Warning|Deprecated): .*)", Level.WARN),
  /** {@code E1123 23:06:10.1 7 pool.go:88] text}, {@code [E 261123 23:06:10 web:7] text}. */
  GLOG("\\[?(?<level>[EFWIDC]) ?\\d{4,6} [\\d:.]+ +(?:\\d+ )?\\S+\\] (?<message>.*)"),
  /** {@code E, [2026-11-23T23:06:10.1 #7] ERROR -- web: text}: Ruby. */
  RUBY("(?<level>[EFWID]), \\[[^\\]]*\\] +\\w+ -- [^:]*: ?(?<message>.*)"),
  /** {@code ERRO[0012] text}, {@code EROR[11-23|23:06:10] text}: logrus, log15. */
  BEFORE_A_TIME("(?<level>{CAPITALS})\\[[\\dTZ:.|+-]+\\] (?<message>.*)"),
  /** {@code app.ERROR: text}: Monolog. */
  MONOLOG("[\\w-]+\\.(?<level>[A-Z]{4,9}): (?<message>.*)"),
  /** {@code 7:M 23 Nov 2026 23:06:10.123 # text} */
  REDIS("\\d+:[A-Z] \\d\\d \\w{3} \\d{4} [\\d:.]+ (?<level>[#*.-]) (?<message>.*)"),
  /** {@code 10.0.0.1 - - [...] "GET /api/orders HTTP/1.1" 502 12}: Apache, nginx, envoy, puma. */
  ACCESS(
      "(?<message>(?:\\S+ +){0,4}?(?:\\[[^\\]]*\\] )?\"[A-Z]+ (?<route>/\\S*) HTTP/[\\d.]+\""
          + " (?<status>\\d{3})\\b.*)"),
  /** {@code GET /api/orders 502 3ms}: morgan. */
  REQUEST("(?<message>(?:{METHODS}) (?<route>/\\S*)(?: HTTP/[\\d.]+)? (?<status>\\d{3})\\b.*)"),
  /** {@code 500 | 1.2ms | 10.0.0.1 | GET "/api/orders"}: gin, fiber. */
  ANSWER(
      "(?<message>(?<status>[1-5]\\d\\d) (?:[^\"/]* )?(?:{METHODS})[ |]+"
          + "\"?(?<route>/[^\\s\"]*).*)"),
  /** {@code Completed 500 Internal Server Error in 12ms}: Rails. */
  COMPLETED("(?<message>Completed (?<status>\\d{3}) .*(?<route>))"),
  /** {@code ERROR text}, {@code [ERROR] text}, {@code ERROR: text}, {@code ERROR/Pool-1] text}. */
  LEADING(
      "(?:[\\[(<|] *)?(?<level>{CAPITALS})(?=[\\])>|:!\\s/]|$)(?:/[\\w-]+\\])?"
          + "[\\])>|:!\\s-]*(?<message>.*)"),
  /** {@code error: text}, {@code [shop] Warning: text}, {@code error<tab>pool.go:88<tab>text}. */
  NAMED(
      "(?:\\[[^\\]]*\\] +|[\\d.e+]+\\t)?(?<level>(?i:{BEFORE_A_COLON}))"
          + "(?::|\\t)\\s*(?<message>.*)"),
  /** {@code [error] 7#7: *1 text}, {@code [core:error] text}, {@code [7][error ][main] text}. */
  BRACKETED(
      "(?:(?:\\[[^\\]]*+\\] *+|[\\w.-]++: ++|[\\w.-]++=\\S*+ ++|\\d++ ++)){0,3}?"
          + "[\\[(<] *(?:[\\w.]+:)?(?<level>(?i:{CAPITALS})) *[\\])>]:?\\s*(?<message>.*)"),
  /** {@code [main] ERROR Pool - text}, {@code shop.pool - ERROR - text}, {@code user=a ERROR:}. */
  AFTER_ITS_LOGGER(
      "(?:(?:\\[[^\\]]*+\\]:?|\\([^)]*+\\)|\\{[^}]*+\\}"
          + "|(?=[^\\s\\[]*[.:@#/$=\\d])[\\w.:@#/$=,\\[\\]-]++"
          + "|[\\w$-]++(?= +[-|:] ))\\s+(?:[-|:]+\\s+)?){1,6}?"
          + "[\\[(<|]?(?<level>{CAPITALS})(?=[\\])>|:\\s])[\\])>|:\\s-]*(?<message>.*)"),
  /** A sentence that begins with what could not be done, or names the system's own error. */
  FAILED(
      "(?<message>(?i:failed to|unable to|cannot|can't|could not|couldn't) \\w.*"
          + "|(?:.*[\\s:(])?E(?:CONN(?:REFUSED|RESET|ABORTED)|TIMEDOUT|NOTFOUND|AI_AGAIN|PIPE"
          + "|HOSTUNREACH|NETUNREACH|ADDRINUSE|NOMEM|NOSPC|MFILE)\\b.*)",
      Level.ERROR),
  ;

  /** As levels are written where nothing but the form tells them from a word. */
  private static final String CAPITALS =
      "ERROR|ERRO|EROR|ERR|FATAL|FATA|FTL|CRITICAL|CRIT|SEVERE|ALERT|EMERGENCY|EMERG|PANIC|PANI"
          + "|DPANIC|FAIL|WARNING|WARN|WRN|NOTICE|INFORMATION|INFO|INF|DEBUG|DEBU|DBUG|DBG|TRACE"
          + "|TRAC|TRC|VERBOSE|LOG";

  /** What prose does not say before a colon. */
  private static final String BEFORE_A_COLON =
      "ERROR|ERR|FATAL|CRITICAL|CRIT|SEVERE|FAIL|PANIC|DPANIC|WARNING|WARN|INFO"
          + "|INFORMATION|DBUG|DEBUG|TRACE|TRCE|VERBOSE|HTTP|SILLY|FINE|FINER|FINEST|CONFIG"
          + "|NOTICE|HINT|STATEMENT|DETAIL";

  private static final String METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS";

  /** The level stands at the beginning. */
  private static final int LONGEST = 1_000;

  private static final List<PlainShape> ALL = List.of(values());

  /** A time at the beginning: ISO, Go's, nginx's, Apache's, syslog's, or only that of the day. */
  private static final String TIME =
      "[\\[(<]?(?:(?:\\d{4}[-/.]\\d\\d[-/.]\\d\\d|\\d{1,2}[-/.]\\w{1,3}[-/.]\\d{4}"
          + "|(?:\\w{3} )?\\w{3} [ \\d]\\d|\\d\\d \\w{3} \\d{4})(?:[T ,:]| -)? ?)?"
          + "\\d{1,2}:\\d\\d(?::\\d\\d)?(?:[.,]\\d+)?(?: \\d{4})? ?"
          + "(?:Z|UTC|MSK|[AP]M|(?!(?:GET|PUT|POST|CRIT)\\b)[A-Z]{2,3}T\\b"
          + "|[+-]\\d\\d(?::?\\d\\d)?)?"
          + "[\\])>]?(?=[\\s|:,;\\[-]|$)[\\s|:,;-]*";

  /**
   * Who hands a line on, before or after its time: pm2, Docker Compose and foreman, syslog,
   * PHP-FPM; a name in brackets, as NestJS, gin and Rails write it, where a time or an object
   * follows.
   */
  private static final String CARRIER =
      "\\d+\\|[\\w.-]+ *\\| +|[\\w-]+[.-]\\d+ +\\| +|(?:[\\w.-]+ )?[\\w./-]+\\[\\d+\\]: +"
          + "|NOTICE: PHP message: |WARNING: \\[pool [\\w.-]+\\] child \\d+ said into std\\w+: \""
          + "|\\[(?!(?i:{CAPITALS})\\])[\\w.-]{2,}\\] +(?:\\d+ +- +)?"
          + "(?=\\{|\\[?\\d+[-/:]\\d|[A-Z], \\[)";

  private static final Pattern STAMP = compiled("^" + TIME);
  private static final Pattern HEAD = compiled("^(?:" + TIME + "|" + CARRIER + "){1,4}+");

  /** A level, or the server's own error, in a place where no shape looks for it. */
  private static final Pattern LEVEL_SHOWN =
      compiled(
          "\\b(?:(?=[A-Z])(?:(?:{CAPITALS})\\b|\\w+(?<=Error|Exception): )"
              + "|(?i:level|lvl|severity)[\"']?\\s*[=:]\\s*[\"']?(?:(?i:{CAPITALS})\\b|\\d))"
              + "|[\\[(<|\\t] *(?i:{CAPITALS}) *[\\])>|\\t]|\\[[EFWIDC][ \\]]|^<\\d{1,3}>"
              + "|^(?=.*\\b5\\d\\d\\b)(?=.*\\b(?:{METHODS})[ |\"]+/)");

  private final Pattern pattern;
  private final boolean isAnswer;
  private final Level level;

  PlainShape(String expression) {
    this(expression, null);
  }

  /**
   * @param level of every line of this shape; null where the line has it, or an answer's status
   */
  PlainShape(String expression, Level level) {
    this.pattern = compiled(expression);
    this.isAnswer = expression.contains("<status>");
    this.level = level;
  }

  private static Pattern compiled(String expression) {
    return Pattern.compile(
        expression
            .replace("{CAPITALS}", CAPITALS)
            .replace("{BEFORE_A_COLON}", BEFORE_A_COLON)
            .replace("{METHODS}", METHODS));
  }

  /**
   * @param level how bad it is
   * @param route empty when the line names none
   */
  record Said(Level level, String message, String route) {}

  /**
   * What a line says; empty when it has no shape by which its level is known.
   *
   * @param line {@link #withoutHead}
   */
  static Optional<Said> read(String line) {
    String text = beginning(line);
    return ALL.stream().flatMap(shape -> shape.said(text).stream()).findFirst();
  }

  /** Whether a line that has no shape shows a level after all: it may be an error. */
  static boolean showsALevel(String line) {
    return LEVEL_SHOWN.matcher(beginning(line)).find();
  }

  /** Whether a line without a time has this shape. */
  boolean matches(String line) {
    return line.length() <= LONGEST && pattern.matcher(line).matches();
  }

  private static String beginning(String line) {
    return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
  }

  /** The line without the time that it begins with. */
  static String withoutStamp(String line) {
    return STAMP.matcher(line).replaceFirst("").strip();
  }

  /** The line without its time, and without who hands it on. */
  static String withoutHead(String line) {
    return HEAD.matcher(line).replaceFirst("").strip();
  }

  private Optional<Said> said(String text) {
    Matcher found = pattern.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    return level(found)
        .map(how -> new Said(how, found.group("message"), isAnswer ? found.group("route") : ""));
  }

  private Optional<Level> level(Matcher found) {
    if (level != null) {
      return Optional.of(level);
    }
    return isAnswer
        ? Optional.of(Level.ofStatus(Integer.parseInt(found.group("status"))))
        : Level.called(found.group("level"));
  }
}
