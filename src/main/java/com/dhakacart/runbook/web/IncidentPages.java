package com.dhakacart.runbook.web;

import com.dhakacart.runbook.incident.IncidentSummary;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.process.deciding.DecisionDesk;
import com.dhakacart.runbook.process.deciding.OpenDecision;
import com.dhakacart.runbook.process.history.IncidentArchive;
import com.dhakacart.runbook.process.history.IncidentList;
import com.dhakacart.runbook.process.history.IncidentRevisions;
import com.dhakacart.runbook.report.IncidentViews;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The page of an incident, by the templates {@code incident} and {@code incidents}. */
@Component
class IncidentPages {

  /** Older ones are found by their key, or by filtering. */
  private static final int MOST = 50;

  private static final Duration MEASURED = Duration.ofDays(30);

  private final IncidentList incidents;
  private final IncidentArchive archive;
  private final IncidentRevisions revisions;
  private final IncidentViews views;
  private final DecisionDesk desk;
  private final Clock clock;

  IncidentPages(
      IncidentList incidents,
      IncidentArchive archive,
      IncidentRevisions revisions,
      IncidentViews views,
      DecisionDesk desk,
      Clock clock) {
    this.incidents = incidents;
    this.archive = archive;
    this.revisions = revisions;
    this.views = views;
    this.desk = desk;
    this.clock = clock;
  }

  /**
   * What somebody sent that was not taken.
   *
   * @param task of the decision
   * @param sentence why, and what to do
   * @param typed by the names of the answers, to be sent again
   */
  record NotTaken(String task, String sentence, Map<String, String> typed) {}

  /**
   * @param me who reads it
   * @throws NoSuchIncident when nobody knows it by this key
   */
  ModelAndView one(String key, String me) {
    return one(key, me, HttpStatus.OK, new NotTaken("", "", Map.of()));
  }

  /**
   * The list that a team leaves open.
   *
   * @param service as asked for; null or empty for all
   * @param outcome as asked for; null or empty for all
   */
  ModelAndView all(String me, String service, String outcome) {
    ModelAndView page = new ModelAndView("incidents");
    page.addObject("revision", revisions.ofAll());
    page.addObject("me", me);
    page.addObject("now", clock.instant());
    page.addObject(
        "incidents",
        incidents.openFirst(
            Optional.ofNullable(service).filter(it -> !it.isBlank()), outcome(outcome), MOST));
    page.addObject("services", incidents.services());
    page.addObject("outcomes", Outcome.values());
    page.addObject("service", service);
    page.addObject("outcome", outcome);
    page.addObject("times", incidents.responseTimes(clock.instant().minus(MEASURED)));
    page.addObject("views", views);
    return page;
  }

  /** What is none finds none, and is no error of who asks. */
  private static Optional<Outcome> outcome(String asked) {
    return Stream.of(Outcome.values()).filter(it -> it.name().equals(asked)).findFirst();
  }

  ModelAndView one(String key, String me, HttpStatus status, NotTaken notTaken) {
    // before what it stands for: what happens meanwhile is read once more, and never missed
    String revision = revisions.of(key);
    IncidentSummary summary = incidents.find(key).orElseThrow(() -> new NoSuchIncident(key));
    ModelAndView page = new ModelAndView("incident");
    page.setStatus(status);
    page.addObject("revision", revision);
    page.addObject("summary", summary);
    page.addObject("now", clock.instant());
    page.addObject(
        "view",
        views.of(archive.find(key).orElseThrow(() -> new NoSuchIncident(key)), clock.instant()));
    List<OpenDecision> decisions = desk.open(key);
    page.addObject("decisions", decisions);
    page.addObject(
        "goneWithWhatWasTyped",
        decisions.stream().noneMatch(it -> it.task().equals(notTaken.task())));
    page.addObject("me", me);
    page.addObject("notTaken", notTaken);
    return page;
  }
}
