package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.cluster.ClusterReach;
import com.dhakacart.runbook.cluster.ClusterReach.Outage;
import com.dhakacart.runbook.cluster.ClusterReach.Outage.Kind;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.WebSettings;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells on-call once that many incidents are open and the cluster does not answer, or refuses us:
 * that is one fault and not a thousand, and nobody has to wait for the first phase to end to hear
 * of it.
 */
@Component
class ClusterOutagePager {

  /** The page's place in the table, where others have their incident's key. */
  private static final String NO_INCIDENT = "cluster-outage";

  /** A cluster that comes and goes is one fault, too; this is how long one page is good for. */
  private static final Duration GOOD_FOR = Duration.ofMinutes(30);

  private final ClusterReach cluster;
  private final Incidents incidents;
  private final PageSettings settings;
  private final Paging paging;
  private final JdbcClient jdbc;
  private final WebSettings web;
  private final Clock clock;

  ClusterOutagePager(
      ClusterReach cluster,
      Incidents incidents,
      PageSettings settings,
      Paging paging,
      JdbcClient jdbc,
      WebSettings web,
      Clock clock) {
    this.cluster = cluster;
    this.incidents = incidents;
    this.settings = settings;
    this.paging = paging;
    this.jdbc = jdbc;
    this.web = web;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "${runbook.paging.look-every:10s}")
  void look() {
    cluster.outage().ifPresent(this::tell);
  }

  private void tell(Outage outage) {
    int open = incidents.open();
    if (open >= settings.stormFrom() && !wasTold()) {
      paging.page(page(outage, open));
    }
  }

  private boolean wasTold() {
    return jdbc.sql("select count(*) from runbook_page where incident_key = ? and recorded_at > ?")
            .params(NO_INCIDENT, Timestamp.from(clock.instant().minus(GOOD_FOR)))
            .query(Integer.class)
            .single()
        > 0;
  }

  private Page page(Outage outage, int open) {
    return new Page(
        NO_INCIDENT,
        stage(clock.instant()),
        Team.ON_CALL,
        "%,d incidents, the cluster %s".formatted(open, outage.kind().inWords()),
        """
        The API server %s since %s: %s

        Nothing can be seen or changed through it. It is asked all the time; each incident goes on by its own clocks with what is known from elsewhere, the most severe first. %s first."""
            .formatted(
                outage.kind().inWords(),
                outage.since(),
                outage.problem(),
                whatToLookAt(outage.kind())),
        Map.of("Incidents", web.incidents().toString()));
  }

  private static String whatToLookAt(Kind kind) {
    return switch (kind) {
      case SILENCE -> "Look at the API server and the network to it";
      case REFUSAL -> "Give the runbook's account a token that is valid";
    };
  }

  /** The same for two nodes that see it in the same moment: the key in the database decides. */
  private static String stage(Instant now) {
    return "since " + now.getEpochSecond() / GOOD_FOR.toSeconds();
  }
}
