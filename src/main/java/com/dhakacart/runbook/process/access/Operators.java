package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.Groups;
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

  private static final Set<String> GROUPS =
      Set.of(
          Groups.ON_CALL,
          Groups.SENIOR_ENGINEERS,
          org.camunda.bpm.engine.authorization.Groups.CAMUNDA_ADMIN);

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
    Authentication who = identities.getCurrentAuthentication();
    List<String> groups = who == null || who.getGroupIds() == null ? List.of() : who.getGroupIds();
    if (groups.stream().noneMatch(GROUPS::contains)) {
      throw new NotAnOperator(
          "Only on-call, the senior engineers and administrators may do this; ask one of them");
    }
    return who.getUserId();
  }

  /**
   * The administrator who makes this request.
   *
   * @throws NotAnOperator when nobody is logged in, or somebody who is no administrator
   */
  public String administrator() {
    Authentication who = identities.getCurrentAuthentication();
    if (who == null
        || who.getGroupIds() == null
        || !who.getGroupIds().contains(org.camunda.bpm.engine.authorization.Groups.CAMUNDA_ADMIN)) {
      throw new NotAnOperator("Only administrators may do this; ask one of them");
    }
    return who.getUserId();
  }
}
