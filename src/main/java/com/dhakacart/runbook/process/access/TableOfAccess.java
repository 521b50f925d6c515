package com.dhakacart.runbook.process.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/** Decides by the {@link AllowList}. */
@Component
class TableOfAccess implements AuthorizationManager<RequestAuthorizationContext> {

  private static final String RULE = TableOfAccess.class.getName() + ".rule";

  private final AllowList list;
  private final People people;
  private final MachineTokens machines;

  TableOfAccess(AllowList list, People people, MachineTokens machines) {
    this.list = list;
    this.people = people;
    this.machines = machines;
  }

  /** The row that let the request through, or would have; empty where none is written. */
  static Optional<Rule> rule(HttpServletRequest request) {
    return Optional.ofNullable((Rule) request.getAttribute(RULE));
  }

  @Override
  public AuthorizationResult authorize(
      Supplier<Authentication> who, RequestAuthorizationContext context) {
    HttpServletRequest request = context.getRequest();
    Optional<Rule> rule = list.find(request.getMethod(), path(request));
    rule.ifPresent(it -> request.setAttribute(RULE, it));
    return new AuthorizationDecision(
        rule.isPresent() && includes(rule.get().who(), who.get(), request));
  }

  @Override
  @Deprecated
  public AuthorizationDecision check(
      Supplier<Authentication> who, RequestAuthorizationContext context) {
    return (AuthorizationDecision) authorize(who, context);
  }

  private boolean includes(Who meant, Authentication who, HttpServletRequest request) {
    return switch (meant) {
      case ANYONE -> true;
      case ALERTMANAGER -> !machines.alerts().isSet() || isMachine(who, Who.ALERTMANAGER);
      case PROMETHEUS -> !machines.scrapes().isSet() || isMachine(who, Who.PROMETHEUS);
      case KNOWN -> who.getPrincipal() instanceof Person person && people.knows(person);
      case MEMBERS, OPERATORS, ADMINISTRATORS ->
          who.getPrincipal() instanceof Person person
              && meant.includes(people.groups(person, request));
    };
  }

  private static boolean isMachine(Authentication who, Who machine) {
    return machine.equals(who.getPrincipal());
  }

  static String path(HttpServletRequest request) {
    return request.getRequestURI().substring(request.getContextPath().length());
  }
}
