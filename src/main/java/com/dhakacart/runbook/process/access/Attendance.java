package com.dhakacart.runbook.process.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.function.BooleanSupplier;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Whether somebody who was let in is still there, for answers that go on for minutes. */
@Component
public class Attendance {

  private final People people;

  Attendance(People people) {
    this.people = people;
  }

  /**
   * @return asks whether who makes this request is logged in still, with the same password, and
   *     works on incidents
   */
  public BooleanSupplier of(HttpServletRequest request) {
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    HttpSession session = request.getSession(false);
    return () ->
        (session == null || isOpen(session))
            && known != null
            && known.getPrincipal() instanceof Person person
            && people.knows(person)
            && people.hasPasswordOf(person)
            && Who.MEMBERS.includes(people.groups(person));
  }

  /** The id of who makes this request. */
  public String who() {
    return SecurityContextHolder.getContext().getAuthentication().getName();
  }

  private static boolean isOpen(HttpSession session) {
    try {
      session.getCreationTime();
      return true;
    } catch (IllegalStateException ended) {
      return false;
    }
  }
}
