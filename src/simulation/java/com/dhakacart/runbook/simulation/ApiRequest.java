package com.dhakacart.runbook.simulation;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request for a resource, as the API server understands its path.
 *
 * @param verb as rights name it: {@code get}, {@code list}, {@code create}, {@code update}, {@code
 *     patch}, {@code delete}
 * @param group empty for the core group
 * @param namespace null for all namespaces, and for what has none
 * @param name null for a list
 * @param subresource such as {@code scale}, {@code log}, {@code proxy}; null when there is none
 * @param rest what follows the subresource in the path, with its leading slash
 */
record ApiRequest(
    String verb,
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource,
    String rest,
    Map<String, String> query) {

  /** Empty when the path names no resource, as {@code /version} and the discovery do. */
  static Optional<ApiRequest> parse(String method, URI uri) {
    List<String> path =
        Arrays.stream(uri.getRawPath().split("/")).filter(part -> !part.isEmpty()).toList();
    boolean core = !path.isEmpty() && path.get(0).equals("api");
    int head = core ? 2 : 3;
    if (path.size() <= head || !core && !path.get(0).equals("apis")) {
      return Optional.empty();
    }
    String group = core ? "" : path.get(1);
    List<String> parts = path.subList(head, path.size());
    String namespace = null;
    if (parts.get(0).equals("namespaces") && parts.size() > 2) {
      namespace = parts.get(1);
      parts = parts.subList(2, parts.size());
    }
    String name = parts.size() > 1 ? decode(parts.get(1)) : null;
    String subresource = parts.size() > 2 ? parts.get(2) : null;
    String rest = parts.size() > 3 ? "/" + String.join("/", parts.subList(3, parts.size())) : "/";
    return Optional.of(
        new ApiRequest(
            verb(method, name),
            group,
            path.get(head - 1),
            namespace,
            parts.get(0),
            name,
            subresource,
            rest,
            query(uri)));
  }

  String resourceAndSubresource() {
    return subresource == null ? plural : plural + "/" + subresource;
  }

  boolean dryRun() {
    return "All".equals(query.get("dryRun"));
  }

  static Map<String, String> query(URI uri) {
    return form(uri.getRawQuery());
  }

  static Map<String, String> form(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      values.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    return values;
  }

  private static String verb(String method, String name) {
    return switch (method) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> name == null ? "list" : "get";
    };
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
