package com.dhakacart.runbook.json;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.EvidencePart;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;

/** What every mapper of the runbook's own words has in common. */
public final class WordsAsJson {

  private WordsAsJson() {}

  /** With ISO-8601 times, and an evidence that has a field for each of its parts. */
  public static JsonMapper.Builder mapper() {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .addModule(new EvidenceModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        // what a record says of itself is no part of it
        .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE);
  }

  /** The type of an answer to a question. */
  public static JavaType answerTo(EvidencePart<?> part) {
    TypeFactory types = TypeFactory.defaultInstance();
    JavaType value =
        part.isList()
            ? types.constructCollectionType(List.class, part.word())
            : types.constructType(part.word());
    return types.constructParametricType(Answer.class, value);
  }
}
