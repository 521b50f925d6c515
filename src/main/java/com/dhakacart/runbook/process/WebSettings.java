package com.dhakacart.runbook.process;

import com.dhakacart.runbook.settings.HttpAddress;
import java.net.URI;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param url the address by which people reach this application, for links in pages and tasks
 */
@ConfigurationProperties("runbook.web")
public record WebSettings(@DefaultValue("http://localhost:8080") URI url) {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  public WebSettings {
    HttpAddress.mustBe(
        "runbook.web.url",
        url == null ? URI.create("") : url,
        "set it to the address people use, such as https://runbook.dhakacart.com");
  }

  /** Whether what begins with that address opens on this machine alone. */
  public boolean isThisMachine() {
    return isThisMachine(url.getHost());
  }

  /**
   * @param host as in an address; null for none
   */
  public static boolean isThisMachine(String host) {
    return host != null && THIS_MACHINE.contains(host);
  }

  /** Where Cockpit shows a process instance. */
  public URI cockpit(String processInstance) {
    return URI.create(
        base() + "/camunda/app/cockpit/default/#/process-instance/" + processInstance);
  }

  public URI tasklist() {
    return URI.create(base() + "/camunda/app/tasklist/default/");
  }

  /** Where Tasklist shows one task. */
  public URI task(String id) {
    return URI.create(tasklist() + "#/?task=" + id);
  }

  /** The list of them. */
  public URI incidents() {
    return URI.create(base() + "/incidents");
  }

  public URI incident(String key) {
    return URI.create(base() + "/incidents/" + key);
  }

  public URI recording(String incident) {
    return URI.create(incident(incident) + "/recording");
  }

  public URI report(String incident) {
    return URI.create(incident(incident) + "/report");
  }

  private String base() {
    return url.toString().replaceAll("/+$", "");
  }
}
