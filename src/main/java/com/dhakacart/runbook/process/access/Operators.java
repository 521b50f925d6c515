package com.dhakacart.runbook.process.access;

import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.stereotype.Component;

/**
 * Who may stop and allow changes at large: on-call, the senior engineers and administrators; and
 * what is for administrators alone.
 */
@Component
public class Operators {

  private final IdentityService identities;

  Operators(IdentityService identities) {
    this.identities = identities;
  }

  /**
   * The user who makes this request.
   *
   * @throws NotAnOperator when nobody is logged in, or somebody of another group
   */
  public String current() {
    return one(Who.OPERATORS);
  }

  /**
   * The administrator who makes this request.
   *
   * @throws NotAnOperator when nobody is logged in, or somebody who is no administrator
   */
  public String administrator() {
    return one(Who.ADMINISTRATORS);
  }

  private String one(Who meant) {
    Authentication who = identities.getCurrentAuthentication();
    List<String> groups = who == null || who.getGroupIds() == null ? List.of() : who.getGroupIds();
    if (!meant.includes(Set.copyOf(groups))) {
      throw new NotAnOperator("This is for %s; ask one of them".formatted(meant.inWords()));
    }
    return who.getUserId();
  }
}
