package com.dhakacart.runbook.process.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.camunda.bpm.engine.rest.dto.identity.UserProfileDto;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The webapps ask who it is that is logged in, to write the name above each page, and have an error
 * for whom the engine's tables do not know: here they are told.
 */
class OwnProfile extends OncePerRequestFilter {

  private static final String OF = "/user/%s/profile";

  private final People people;
  private final ObjectMapper json;

  OwnProfile(People people, ObjectMapper json) {
    this.people = people;
    this.json = json;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if ("GET".equals(request.getMethod())
        && SecurityContextHolder.getContext().getAuthentication().getPrincipal()
            instanceof Person person
        && !people.isUserOfEngine(person.id())
        && TableOfAccess.path(request).endsWith(OF.formatted(person.id()))) {
      UserProfileDto profile = new UserProfileDto();
      profile.setId(person.id());
      profile.setFirstName(person.id());
      profile.setLastName(""); // the webapps write "null" for a name that is not set
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.getOutputStream().write(json.writeValueAsBytes(profile));
      return;
    }
    chain.doFilter(request, response);
  }
}
