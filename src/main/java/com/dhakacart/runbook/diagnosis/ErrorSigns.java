package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Observations.when;
import static com.dhakacart.runbook.incident.Observation.Kind.ERRORS_ON_MOST_ROUTES;
import static com.dhakacart.runbook.incident.Observation.Kind.ERRORS_ON_ONE_ROUTE_ONLY;
import static com.dhakacart.runbook.incident.Observation.Kind.HEALTH_SLOW;
import static com.dhakacart.runbook.incident.Observation.Kind.NO_READY_PODS;
import static com.dhakacart.runbook.incident.Observation.Kind.OTHER_ALERT_NAMES_DATABASE;
import static com.dhakacart.runbook.incident.Observation.Kind.OTHER_ALERT_NAMES_PAYMENTS;
import static com.dhakacart.runbook.incident.Observation.Kind.OTHER_ALERT_NAMES_RESOURCES;

import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where customers see errors, and what else alarms. */
final class ErrorSigns {

  /** Requests per second below which a route says nothing: 10 in a minute. */
  private static final double ENOUGH_REQUESTS = 10.0 / 60;

  private static final long SLOW_HEALTH_MILLIS = 5_000;

  private static final Pattern DATABASE = Pattern.compile("(?i)database|postgres");
  private static final Pattern RESOURCES =
      Pattern.compile("(?i)infrastructure|crashloop|restart|memory|cpu|throttl|poddown");
  private static final Pattern PAYMENTS = Pattern.compile("(?i)payment");

  private ErrorSigns() {}

  static List<Optional<Observation>> of(Symptoms symptoms) {
    return List.of(
        onOneRouteOnly(symptoms),
        onMostRoutes(symptoms),
        healthSlow(symptoms),
        noReadyPods(symptoms),
        otherAlert(symptoms, DATABASE, OTHER_ALERT_NAMES_DATABASE),
        otherAlert(symptoms, RESOURCES, OTHER_ALERT_NAMES_RESOURCES),
        otherAlert(symptoms, PAYMENTS, OTHER_ALERT_NAMES_PAYMENTS));
  }

  private static Optional<Observation> onOneRouteOnly(Symptoms symptoms) {
    double errors = symptoms.routes().stream().mapToDouble(RouteErrors::errorsPerSecond).sum();
    boolean anotherIsWell =
        symptoms.routes().stream()
            .anyMatch(it -> it.requestsPerSecond() >= ENOUGH_REQUESTS && ratio(it) < 0.01);
    Optional<RouteErrors> failing =
        symptoms.routes().stream()
            .filter(it -> errors > 0 && it.errorsPerSecond() >= 0.9 * errors)
            .findFirst();
    return when(
        failing.isPresent() && anotherIsWell,
        ERRORS_ON_ONE_ROUTE_ONLY,
        failing.stream().map(ErrorSigns::words));
  }

  private static Optional<Observation> onMostRoutes(Symptoms symptoms) {
    List<RouteErrors> busy =
        symptoms.routes().stream().filter(it -> it.requestsPerSecond() >= ENOUGH_REQUESTS).toList();
    List<RouteErrors> failing = busy.stream().filter(it -> ratio(it) > 0.05).toList();
    return when(
        failing.size() >= 3 && failing.size() * 2 >= busy.size(),
        ERRORS_ON_MOST_ROUTES,
        failing.stream().map(ErrorSigns::words));
  }

  private static Optional<Observation> healthSlow(Symptoms symptoms) {
    return when(
        Symptoms.most(symptoms.health(), it -> it.tookMillis() >= SLOW_HEALTH_MILLIS),
        HEALTH_SLOW,
        symptoms.health().stream()
            .filter(it -> it.tookMillis() >= SLOW_HEALTH_MILLIS)
            .sorted(Comparator.comparing(it -> -it.tookMillis()))
            .map(it -> "/health of %s took %.1f s".formatted(it.pod(), it.tookMillis() / 1000.0)));
  }

  /** Not where nobody wants a pod: a service that was scaled to nothing is not out of order. */
  private static Optional<Observation> noReadyPods(Symptoms symptoms) {
    List<ServiceEndpoints> services = symptoms.endpoints();
    boolean wanted = symptoms.replicasWanted().map(it -> it > 0).orElse(true);
    String replicas = symptoms.replicasWanted().map(it -> ", %d wanted".formatted(it)).orElse("");
    return when(
        !services.isEmpty() && wanted && services.stream().allMatch(it -> it.ready() == 0),
        NO_READY_PODS,
        services.stream()
            .map(it -> "%s: 0 of %d ready%s".formatted(it.service(), it.notReady(), replicas)));
  }

  private static Optional<Observation> otherAlert(
      Symptoms symptoms, Pattern about, Observation.Kind kind) {
    List<FiringAlert> others =
        symptoms.alerts().stream().filter(it -> about.matcher(symptoms.named(it)).find()).toList();
    return when(
        !others.isEmpty(),
        kind,
        others.stream().map(it -> "%s of %s fires".formatted(it.name(), it.service())));
  }

  private static double ratio(RouteErrors route) {
    return route.requestsPerSecond() == 0 ? 0 : route.errorsPerSecond() / route.requestsPerSecond();
  }

  private static String words(RouteErrors route) {
    return "%s answers %.0f %% of its requests with 5xx"
        .formatted(route.route(), 100 * ratio(route));
  }
}
