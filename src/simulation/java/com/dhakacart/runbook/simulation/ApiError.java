package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer of the API server that is no success, as a {@code Status}. */
class ApiError extends RuntimeException {

  private final int code;
  private final String reason;
  private final transient ObjectNode details;

  private ApiError(int code, String reason, String message, ObjectNode details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  static ApiError of(int code, String reason, String message) {
    return new ApiError(code, reason, message, null);
  }

  static ApiError unknownResource() {
    return of(404, "NotFound", "the server could not find the requested resource");
  }

  static ApiError notFound(ApiResource resource, String name) {
    return about(resource, name, 404, "NotFound", quoted(resource, name) + " not found");
  }

  static ApiError exists(ApiResource resource, String name) {
    return about(resource, name, 409, "AlreadyExists", quoted(resource, name) + " already exists");
  }

  static ApiError conflict(ApiResource resource, String name) {
    return about(
        resource,
        name,
        409,
        "Conflict",
        "Operation cannot be fulfilled on "
            + quoted(resource, name)
            + ": the object has been modified; please apply your changes to the latest version and"
            + " try again");
  }

  static ApiError invalid(ApiResource resource, String name, String why) {
    return about(
        resource,
        name,
        422,
        "Invalid",
        "%s.%s \"%s\" is invalid: %s".formatted(resource.kind(), resource.group(), name, why));
  }

  /** Also the answer to a JSON patch whose {@code test} does not hold. */
  static ApiError patchDoesNotApply() {
    return of(422, "Invalid", "the server rejected our request due to an error in our request");
  }

  static ApiError badRequest(String why) {
    return of(400, "BadRequest", why);
  }

  static ApiError forbidden(ApiRequest request) {
    String group = request.group();
    String object = request.plural() + (group.isEmpty() ? "" : "." + group);
    return of(
        403,
        "Forbidden",
        "%s%s is forbidden: User \"system:serviceaccount:dhakacart:runbook\" cannot %s resource"
                .formatted(
                    object,
                    request.name() == null ? "" : " \"" + request.name() + "\"",
                    request.verb())
            + " \"%s\" in API group \"%s\" in the namespace \"%s\""
                .formatted(request.resourceAndSubresource(), group, request.namespace()));
  }

  int code() {
    return code;
  }

  ObjectNode status() {
    ObjectNode status = Json.object();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
    if (details != null) {
      status.set("details", details);
    }
    return status.put("code", code);
  }

  private static ApiError about(
      ApiResource resource, String name, int code, String reason, String message) {
    ObjectNode details = Json.object().put("name", name);
    if (!resource.group().isEmpty()) {
      details.put("group", resource.group());
    }
    details.put("kind", resource.plural());
    return new ApiError(code, reason, message, details);
  }

  private static String quoted(ApiResource resource, String name) {
    return resource.qualified() + " \"" + name + "\"";
  }
}
