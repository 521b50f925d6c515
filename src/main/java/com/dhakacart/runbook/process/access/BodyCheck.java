package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.access.connections.ReadBody;
import com.dhakacart.runbook.process.ledger.Refusal.Reason;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Holds a body against what the row of the {@link AllowList} says it may hold. What goes on to the
 * engine is written anew from what was checked, so that nothing else can be read from it.
 */
@Component
@FilterRegistration(enabled = false)
class BodyCheck extends OncePerRequestFilter {

  /** Read by whom they are meant for: a form by the servlet container, files by the engine. */
  private static final Set<Holds> READ_BEHIND =
      Set.of(Holds.LOG_IN, Holds.ALERTS, Holds.DEPLOYMENT);

  /** Spring Security's, checked before. */
  private static final String CSRF_TOKEN = "_csrf";

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "DELETE", "PATCH");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<Holds, BodySchema> schemas;
  private final Refuser refuser;

  BodyCheck(List<BodySchema> schemas, Refuser refuser) {
    this.schemas =
        schemas.stream()
            .collect(Collectors.toUnmodifiableMap(BodySchema::kind, Function.identity()));
    this.refuser = refuser;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Rule rule = TableOfAccess.rule(request).orElse(null);
    if (rule == null || READ_BEHIND.contains(rule.holds()) || !mayHaveBody(request)) {
      chain.doFilter(request, response);
      return;
    }
    HttpServletRequest checked;
    try {
      checked = checked(request, rule);
    } catch (DecisionRefused e) {
      refuser.refuse(
          request, response, HttpStatus.BAD_REQUEST, Reason.BODY_NOT_ALLOWED, e.getMessage());
      return;
    } catch (NotThere e) {
      refuser.refuse(
          request, response, HttpStatus.NOT_FOUND, Reason.ANSWER_REFUSED, e.getMessage());
      return;
    } catch (OtherMediaType e) {
      refuser.refuse(
          request,
          response,
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          Reason.BODY_NOT_ALLOWED,
          e.getMessage());
      return;
    }
    chain.doFilter(checked, response);
  }

  private HttpServletRequest checked(HttpServletRequest request, Rule rule) throws IOException {
    if (rule.holds() == Holds.FORM) {
      schemas.get(Holds.FORM).check(fields(request), asked(request, rule));
      return request;
    }
    byte[] body = ReadBody.of(request);
    if (body.length > 0) {
      mustBeJson(request);
    }
    JsonNode read = read(body);
    schemas.get(rule.holds()).check(read, asked(request, rule));
    return new ReadBody(
        request,
        read.isMissingNode() || read.isNull() ? new byte[0] : JSON.writeValueAsBytes(read),
        new LinkedMultiValueMap<>());
  }

  /** Each once, and nothing in the address: what a form of ours sends. */
  private static JsonNode fields(HttpServletRequest request) {
    if (!isOf(MediaType.APPLICATION_FORM_URLENCODED, request) || request.getQueryString() != null) {
      throw new OtherMediaType("Send this by the form on the incident's page");
    }
    ObjectNode fields = JSON.createObjectNode();
    request
        .getParameterMap()
        .forEach(
            (name, values) -> {
              if (values.length != 1) {
                throw new DecisionRefused("%s is said twice; say it once".formatted(name));
              }
              if (!name.equals(CSRF_TOKEN)) {
                fields.put(name, values[0]);
              }
            });
    return fields;
  }

  private static boolean mayHaveBody(HttpServletRequest request) {
    return WITH_BODY.contains(request.getMethod());
  }

  private static void mustBeJson(HttpServletRequest request) {
    if (!isOf(MediaType.APPLICATION_JSON, request)) {
      throw new OtherMediaType(
          "Send the body as JSON in UTF-8, with the header Content-Type: application/json");
    }
  }

  private static boolean isOf(MediaType expected, HttpServletRequest request) {
    try {
      MediaType type = MediaType.parseMediaType(String.valueOf(request.getContentType()));
      return expected.equalsTypeAndSubtype(type) && isUtf8(type);
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }

  private static boolean isUtf8(MediaType type) {
    return type.getCharset() == null || StandardCharsets.UTF_8.equals(type.getCharset());
  }

  private static JsonNode read(byte[] body) throws IOException {
    try {
      return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new DecisionRefused(
          "The body is no JSON, or says something twice: "
              + (e.getLocation() == null
                  ? e.getOriginalMessage()
                  : "line %d, column %d"
                      .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())));
    }
  }

  private static Asked asked(HttpServletRequest request, Rule rule) {
    return new Asked(
        rule,
        SecurityContextHolder.getContext().getAuthentication().getName(),
        rule.path()
            .matchAndExtract(AllowList.withoutLastSlash(TableOfAccess.path(request)))
            .getUriVariables());
  }

  private static class OtherMediaType extends RuntimeException {
    OtherMediaType(String sentence) {
      super(sentence);
    }
  }
}
