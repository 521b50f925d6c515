package com.dhakacart.runbook.json;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Evidence as one object, with a field for each of its parts. */
class EvidenceModule extends SimpleModule {

  private static final long serialVersionUID = 1;

  EvidenceModule() {
    super("evidence");
    addSerializer(new Writer());
    addDeserializer(Evidence.class, new Reader());
  }

  /** What was not asked is null, or left out where the mapper leaves out what is null. */
  private static final class Writer extends StdSerializer<Evidence> {

    private static final long serialVersionUID = 1;

    Writer() {
      super(Evidence.class);
    }

    @Override
    public void serialize(Evidence evidence, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      boolean nullsToo =
          provider.getConfig().getDefaultPropertyInclusion().getValueInclusion()
              != Include.NON_NULL;
      json.writeStartObject();
      for (EvidencePart<?> part : EvidencePart.all()) {
        if (nullsToo || evidence.of(part) != null) {
          provider.defaultSerializeField(part.name(), evidence.of(part), json);
        }
      }
      json.writeEndObject();
    }
  }

  /** What is no part, or no part any more, is the mapper's to pass over or to refuse. */
  private static final class Reader extends StdDeserializer<Evidence> {

    private static final long serialVersionUID = 1;

    Reader() {
      super(Evidence.class);
    }

    @Override
    public Evidence deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      if (!json.isExpectedStartObjectToken()) {
        return (Evidence) context.handleUnexpectedToken(Evidence.class, json);
      }
      Evidence evidence = Evidence.NONE;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        Optional<EvidencePart<?>> part = EvidencePart.named(json.currentName());
        if (part.isPresent()) {
          json.nextToken();
          evidence = with(evidence, part.get(), json, context);
        } else {
          String unknown = json.currentName();
          json.nextToken();
          context.handleUnknownProperty(json, this, Evidence.class, unknown);
        }
      }
      return evidence;
    }

    private static <T> Evidence with(
        Evidence evidence, EvidencePart<T> part, JsonParser json, DeserializationContext context)
        throws IOException {
      Answer<T> answer =
          json.hasToken(JsonToken.VALUE_NULL)
              ? null
              : context.readValue(json, WordsAsJson.answerTo(part));
      return evidence.with(part, answer == null ? null : answer.map(Reader::asItIs));
    }

    /** Whoever reads it may share it with others. */
    @SuppressWarnings("unchecked") // a list stays a list of the same
    private static <T> T asItIs(T value) {
      return value instanceof List<?> list ? (T) Collections.unmodifiableList(list) : value;
    }
  }
}
