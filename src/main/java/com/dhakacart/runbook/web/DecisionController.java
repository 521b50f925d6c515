package com.dhakacart.runbook.web;

import com.dhakacart.runbook.process.access.RefusedInWords;
import com.dhakacart.runbook.process.access.RefusedInWords.Refused;
import com.dhakacart.runbook.process.deciding.DecisionDesk;
import com.dhakacart.runbook.web.IncidentPages.NotTaken;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Takes a decision from the form on the incident's page; the engine's task is completed by it. */
@Controller
class DecisionController {

  private static final String TASK =
      "/incidents/{key:[A-Za-z0-9-]+}/decisions/{task:[A-Za-z0-9-]+}";

  /** Spring Security's, checked at the door. */
  private static final String CSRF_TOKEN = "_csrf";

  private final DecisionDesk desk;
  private final IncidentPages pages;
  private final RefusedInWords refusals;

  DecisionController(DecisionDesk desk, IncidentPages pages, RefusedInWords refusals) {
    this.desk = desk;
    this.pages = pages;
    this.refusals = refusals;
  }

  @PostMapping(TASK)
  ModelAndView decide(
      @PathVariable("key") String key,
      @PathVariable("task") String task,
      @RequestParam Map<String, String> sent,
      Principal me,
      HttpServletResponse response) {
    Map<String, String> answers = answers(sent);
    return done(key, task, me, answers, () -> desk.decide(key, task, answers), response);
  }

  @PostMapping(TASK + "/claim")
  ModelAndView claim(
      @PathVariable("key") String key,
      @PathVariable("task") String task,
      @RequestParam Map<String, String> sent,
      Principal me,
      HttpServletResponse response) {
    return done(key, task, me, answers(sent), () -> desk.claim(key, task), response);
  }

  private static Map<String, String> answers(Map<String, String> sent) {
    Map<String, String> answers = new HashMap<>(sent);
    answers.remove(CSRF_TOKEN);
    return answers;
  }

  /** Back to the page, or the page again with what was typed and why it was not taken. */
  private ModelAndView done(
      String key,
      String task,
      Principal me,
      Map<String, String> typed,
      Runnable action,
      HttpServletResponse response) {
    try {
      action.run();
    } catch (RuntimeException e) {
      Refused refused = refusals.of(e).orElseThrow(() -> e);
      PagePolicy.apply(response);
      return pages.one(
          key,
          me.getName(),
          HttpStatus.valueOf(refused.status()),
          new NotTaken(task, refused.sentence(), typed));
    }
    RedirectView back = new RedirectView("/incidents/" + key, true);
    back.setStatusCode(HttpStatus.SEE_OTHER);
    return new ModelAndView(back);
  }
}
