package com.dhakacart.runbook.process.access;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.ArrayDeque;
import java.util.Deque;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * Whoever opens the log-in page has a session, and a stranger can open it without end: only the
 * newest sessions of people who have not logged in are kept. Who logs in keeps theirs, however many
 * strangers come.
 */
@Component
class StrangersSessions implements HttpSessionListener {

  /** Of some two kilobytes each. */
  private static final int MOST_KEPT = 10_000;

  private final Deque<HttpSession> oldestFirst = new ArrayDeque<>();

  @Override
  public void sessionCreated(HttpSessionEvent created) {
    HttpSession tooOld;
    synchronized (oldestFirst) {
      oldestFirst.addLast(created.getSession());
      tooOld = oldestFirst.size() > MOST_KEPT ? oldestFirst.removeFirst() : null;
    }
    if (tooOld != null) {
      endUnlessLoggedIn(tooOld);
    }
  }

  private static void endUnlessLoggedIn(HttpSession session) {
    try {
      if (session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)
          == null) {
        session.invalidate();
      }
    } catch (IllegalStateException e) {
      // it has ended by itself
    }
  }
}
