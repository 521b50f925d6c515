package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Keeps cookies, goes where it is led, and fills in forms, as a person's browser does. */
public final class Browser {

  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]*)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input name=\"(_csrf)\" type=\"hidden\" value=\"([^\"]*)\"");

  private final CookieManager cookies = new CookieManager();
  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(cookies).followRedirects(Redirect.NORMAL).build();

  private final URI runbook;

  public Browser(int port) {
    this.runbook = URI.create("http://127.0.0.1:" + port);
  }

  public HttpResponse<String> open(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(runbook.resolve(path)).header("Accept", "text/html").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** As a script of a page asks. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(runbook.resolve(path)).header("Accept", "application/json").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** As Tasklist does, with its token. */
  public HttpResponse<String> postInTasklist(String path, String json)
      throws IOException, InterruptedException {
    open("/camunda/app/tasklist/default/");
    String token =
        cookies.getCookieStore().getCookies().stream()
            .filter(it -> it.getName().equals("XSRF-TOKEN"))
            .map(HttpCookie::getValue)
            .findFirst()
            .orElseThrow();
    return client.send(
        json("/camunda/api/engine/engine/default" + path, json)
            .header("X-XSRF-TOKEN", token)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** As a forged request comes: with the cookie alone. */
  public HttpResponse<String> postWithoutToken(String path, String json)
      throws IOException, InterruptedException {
    return client.send(json(path, json).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder json(String path, String json) {
    return HttpRequest.newBuilder(runbook.resolve(path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  /** Goes to the provider, logs in there, and returns where that led. */
  public HttpResponse<String> logIn(String user) throws IOException, InterruptedException {
    HttpResponse<String> form = open("/oauth2/authorization/runbook");
    assertThat(form.uri().getHost()).as("the provider's").isEqualTo("localhost");
    return submit(form, Map.of("username", user, "password", Provider.PASSWORD));
  }

  public HttpResponse<String> submit(HttpResponse<String> page, Map<String, String> typed)
      throws IOException, InterruptedException {
    Matcher action = ACTION.matcher(page.body());
    assertThat(action.find()).as(page.body()).isTrue();
    Map<String, String> fields = new LinkedHashMap<>(typed);
    Matcher hidden = HIDDEN.matcher(page.body());
    if (hidden.find()) {
      fields.put(hidden.group(1), hidden.group(2));
    }
    String form =
        fields.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return client.send(
        HttpRequest.newBuilder(page.uri().resolve(action.group(1)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "text/html")
            .POST(BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
