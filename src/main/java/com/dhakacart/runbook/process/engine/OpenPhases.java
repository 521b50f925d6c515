package com.dhakacart.runbook.process.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The incidents that run, by the phase that they are in and by their outcome, {@code
 * runbook.incidents.by.phase}; {@code OPEN} is what has none yet. {@code runbook.incidents.open}
 * counts those: whoever only documents an incident has no open one.
 */
@Component
class OpenPhases {

  private static final String PHASE = "subProcess_";

  /**
   * Those that enclose others, or look beside them: an incident is there where it is nowhere else.
   */
  private static final List<String> OUTER =
      List.of("lookAgain", "escalateIfNotImproved", "investigateAndRestore");

  private final JdbcClient jdbc;
  private final MultiGauge phases;
  private volatile long open;

  OpenPhases(JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.phases =
        MultiGauge.builder("runbook.incidents.by.phase")
            .description("Incidents that run, by phase and outcome")
            .register(meters);
    Gauge.builder("runbook.incidents.open", () -> open)
        .description("Incidents that run and have no outcome yet")
        .register(meters);
  }

  @Scheduled(fixedDelayString = "${runbook.gauges.every:15s}")
  void count() {
    Map<String, List<Seen>> byIncident =
        seen().stream().collect(Collectors.groupingBy(Seen::instance));
    List<Row<?>> rows =
        byIncident.values().stream()
            .map(OpenPhases::innermost)
            .collect(Collectors.groupingBy(Seen::tags, Collectors.counting()))
            .entrySet()
            .stream()
            .<Row<?>>map(it -> Row.of(it.getKey(), it.getValue()))
            .toList();
    phases.register(rows, true);
    open = running();
  }

  private long running() {
    return jdbc.sql(
            """
            select count(*) from runbook_open_service i
            join ACT_RU_EXECUTION p on p.BUSINESS_KEY_ = i.incident_key\
            """)
        .query(Long.class)
        .single();
  }

  private static Seen innermost(List<Seen> all) {
    return all.stream().max(Comparator.comparingInt(it -> depth(it.phase()))).orElseThrow();
  }

  private static int depth(String phase) {
    int outer = OUTER.indexOf(phase);
    return outer < 0 ? OUTER.size() : outer;
  }

  private List<Seen> seen() {
    return jdbc.sql(
            """
            select h.PROC_INST_ID_, h.ACT_ID_, i.outcome
            from ACT_HI_ACTINST h
            join ACT_RU_EXECUTION p on p.ID_ = h.PROC_INST_ID_
            join runbook_incident i on i.incident_key = p.BUSINESS_KEY_
            where h.END_TIME_ is null and h.ACT_TYPE_ = 'subProcess'\
            """)
        .query(
            (row, n) ->
                new Seen(
                    row.getString(1),
                    row.getString(2).replaceFirst(PHASE, ""),
                    row.getString(3) == null ? "OPEN" : row.getString(3)))
        .list();
  }

  private record Seen(String instance, String phase, String outcome) {

    Tags tags() {
      return Tags.of("phase", phase, "outcome", outcome);
    }
  }
}
