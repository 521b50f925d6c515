package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.oncall.OnCall;
import com.dhakacart.runbook.oncall.PageNotSent;
import com.dhakacart.runbook.oncall.PeopleReach;
import com.dhakacart.runbook.process.IncidentLinks;
import com.dhakacart.runbook.process.Json;
import com.dhakacart.runbook.process.StoredText;
import com.dhakacart.runbook.process.node.NodeName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends each page once. A page is recorded in its own transaction before it is sent, so that a
 * repeated step finds it; one that nobody took is sent again until somebody does, and the process
 * goes on meanwhile: a broken paging service must not stop the runbook. In a storm a team gets a
 * few pages one by one, and all others together.
 */
@Component
public class Pages implements Paging, PageOutbox {

  private static final Logger log = LoggerFactory.getLogger(Pages.class);

  /** For clocks that are 30 s apart, and for the notes of it when the database is slow. */
  private static final Duration BESIDE_SENDING = Duration.ofSeconds(60);

  private final JdbcClient jdbc;
  private final Clock clock;
  private final OnCall onCall;
  private final PeopleReach people;
  private final IncidentLinks links;
  private final PageRate rate;
  private final PageGroups groups;
  private final Map<Team, Counter> escalations = new EnumMap<>(Team.class);
  private final TransactionTemplate ownTransaction;
  private final String node;
  private final Instant started;

  Pages(
      JdbcClient jdbc,
      Clock clock,
      OnCall onCall,
      PeopleReach people,
      IncidentLinks links,
      PageRate rate,
      PageGroups groups,
      MeterRegistry meters,
      PlatformTransactionManager transactions,
      NodeName node) {
    this.node =
        node.name().map(StoredText.NODE::fitted).orElseGet(() -> UUID.randomUUID().toString());
    this.started = clock.instant();
    this.links = links;
    this.rate = rate;
    this.groups = groups;
    Arrays.stream(Team.values()).forEach(it -> escalations.put(it, escalations(it, meters)));
    this.jdbc = jdbc;
    this.clock = clock;
    this.onCall = onCall;
    this.people = people;
    this.ownTransaction = new TransactionTemplate(transactions);
    this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  private static Counter escalations(Team team, MeterRegistry meters) {
    return Counter.builder("runbook.escalations")
        .description("Calls for a team by an incident, whether they were sent or not")
        .tag("team", team.name())
        .register(meters);
  }

  /**
   * Calls a team, with the links of the incident; each stage of an incident is sent once.
   *
   * @param details what is known and what was tried; Markdown
   */
  public void call(Incident incident, Team team, String stage, String summary, String details) {
    Page page = pageOf(incident, team, stage, summary, details);
    if (recorded(page)) {
      escalations.get(team).increment();
      send(page);
    }
  }

  /**
   * As {@link #record(Page)}, for a page of an incident whose stage was not recorded yet.
   *
   * @throws DuplicateKeyException when the same stage is recorded at this very moment
   */
  void record(Incident incident, Team team, String stage, String summary, String details) {
    if (find(incident.key(), stage).isEmpty()) {
      record(pageOf(incident, team, stage, summary, details));
    }
  }

  @Override
  public void record(Page page) {
    insert(page);
  }

  @Override
  public void sendRecorded(String incident, String stage) {
    find(incident, stage)
        .filter(it -> it.sent() == null)
        .map(RecordedPage::page)
        .ifPresent(this::send);
  }

  @Override
  public void page(Page page) {
    if (recorded(page)) {
      send(page);
    }
  }

  private boolean recorded(Page page) {
    try {
      ownTransaction.executeWithoutResult(status -> insert(page));
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  private Page pageOf(Incident incident, Team team, String stage, String summary, String details) {
    return new Page(
        incident.key(),
        stage,
        team,
        incident.workload().service() + ": " + summary,
        details,
        links.of(incident, clock.instant()));
  }

  private void insert(Page page) {
    jdbc.sql(
            "insert into runbook_page (incident_key, stage, body, recorded_at, team) values (?, ?, ?, ?, ?)")
        .params(
            page.incident(),
            page.stage(),
            Json.write(page),
            Timestamp.from(clock.instant()),
            page.team().name())
        .update();
  }

  private Optional<RecordedPage> find(String incident, String stage) {
    return of(incident).stream().filter(it -> it.page().stage().equals(stage)).findFirst();
  }

  /**
   * Pages that nobody took yet, those that were held back to be sent together, and soon after a
   * start what was being sent before.
   */
  @Scheduled(
      initialDelayString = "${runbook.oncall.retry-every:2s}",
      fixedDelayString = "${runbook.oncall.retry-every:30s}")
  void sendAgain() {
    for (Team team : Team.values()) {
      ownTransaction.executeWithoutResult(status -> groups.gather(team));
    }
    unsent().forEach(this::sendNow);
  }

  private void send(Page page) {
    if (rate.allows(page.team())) {
      sendNow(page);
    } else {
      log.warn(
          "{} gets many pages; the one for {} of {} is sent with others soon",
          page.team().title(),
          page.stage(),
          page.incident());
    }
  }

  private void sendNow(Page page) {
    if (!isTaken(page)) {
      return;
    }
    try {
      String how = onCall(page);
      log.info("Paged {} for {}: {}", page.team().title(), page.stage(), how);
      ownTransaction.executeWithoutResult(status -> sent(page, how));
    } catch (PageNotSent e) {
      log.error(
          "{} was not paged for {} yet: {}", page.team().title(), page.stage(), e.getMessage());
      ownTransaction.executeWithoutResult(status -> notSent(page, e.getMessage()));
    }
  }

  /** Whatever is thrown there must not keep the pages behind this one from being sent. */
  private String onCall(Page page) {
    try {
      return onCall.page(page);
    } catch (RuntimeException e) {
      throw PageNotSent.because(e);
    }
  }

  /** With those that it was put together of, or not at all: nobody would look at them again. */
  private void sent(Page page, String how) {
    jdbc.sql(
            "update runbook_page set sent_at = ?, sent_how = ?, problem = null where incident_key = ? and stage = ?")
        .params(
            Timestamp.from(clock.instant()),
            StoredText.PAGE_SENT_HOW.fitted(how),
            page.incident(),
            page.stage())
        .update();
    groups.sent(page, how);
  }

  /** Unless another node has it by now, for which sending here took too long. */
  private void notSent(Page page, String because) {
    jdbc.sql(
            """
            update runbook_page set tried_at = null, problem = ?
            where incident_key = ? and stage = ? and sent_at is null and tried_by = ?""")
        .params(StoredText.PAGE_PROBLEM.fitted(because), page.incident(), page.stage(), node)
        .update();
  }

  /**
   * Whether this is who sends the page: nobody else does meanwhile, nobody did, and it was not put
   * together with others. Who died of it has it no longer after a while, and at once where this is
   * the same node again.
   */
  private boolean isTaken(Page page) {
    Duration longest = people.longestPage().plus(BESIDE_SENDING);
    Timestamp gone = Timestamp.from(clock.instant().minus(longest));
    Integer taken =
        ownTransaction.execute(
            status ->
                jdbc.sql(
                        """
                        update runbook_page set tried_at = :now, tried_by = :node
                        where incident_key = :incident and stage = :stage
                          and sent_at is null and sent_with is null
                          and (tried_at is null or tried_at < :gone
                            or tried_by = :node and tried_at < :started)""")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("node", node)
                    .param("incident", page.incident())
                    .param("stage", page.stage())
                    .param("gone", gone)
                    .param("started", Timestamp.from(started))
                    .update());
    return taken != null && taken == 1;
  }

  /** How many there are that no way took. */
  int failed() {
    return jdbc.sql(
            "select count(*) from runbook_page where sent_at is null and problem is not null")
        .query(Integer.class)
        .single();
  }

  private List<Page> unsent() {
    return jdbc.sql(
            "select body from runbook_page where sent_at is null and sent_with is null order by recorded_at")
        .query((row, n) -> Json.<Page>read(row.getString(1), Page.class))
        .list();
  }

  /** The pages of an incident, oldest first. */
  public List<RecordedPage> of(String incident) {
    return jdbc.sql(
            "select body, recorded_at, sent_how, problem from runbook_page where incident_key = ? order by recorded_at")
        .param(incident)
        .query(
            (row, n) ->
                new RecordedPage(
                    Json.read(row.getString(1), Page.class),
                    row.getTimestamp(2).toInstant(),
                    row.getString(3),
                    row.getString(4)))
        .list();
  }

  /** A page, and what became of it: how it was sent, or why not yet. */
  public record RecordedPage(Page page, Instant at, String sent, String problem) {}
}
