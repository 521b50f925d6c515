package com.dhakacart.runbook.settings;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/** All settings that there are, as the components of the records say that hold them. */
final class KnownSettings {

  private static final String KEY = "<key>";
  private static final String KEYS = "<keys>";
  private static final String INDEX = "[0]";

  private final List<Setting> settings = new ArrayList<>();

  /**
   * @param records annotated with {@link ConfigurationProperties}
   */
  KnownSettings(Collection<Class<?>> records) {
    for (Class<?> type : records) {
      String prefix = type.getAnnotation(ConfigurationProperties.class).value();
      addComponents(List.of(prefix.split("\\.")), type);
    }
  }

  private void addComponents(List<String> place, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      add(
          and(place, DataObjectPropertyName.toDashedForm(component.getName())),
          ResolvableType.forType(component.getGenericType()));
    }
  }

  private void add(List<String> place, ResolvableType type) {
    Class<?> itself = type.toClass();
    if (itself.isRecord()) {
      addComponents(place, itself);
    } else if (Map.class.isAssignableFrom(itself)) {
      ResolvableType value = type.asMap().getGeneric(1);
      add(and(place, value.toClass().isRecord() ? KEY : KEYS), value);
    } else if (Collection.class.isAssignableFrom(itself)) {
      ResolvableType item = type.asCollection().getGeneric(0);
      add(and(place, INDEX), item);
      if (!item.toClass().isRecord()) {
        add(place, item); // with commas
      }
    } else {
      settings.add(new Setting(place, itself));
    }
  }

  private static List<String> and(List<String> place, String next) {
    List<String> longer = new ArrayList<>(place);
    longer.add(next);
    return List.copyOf(longer);
  }

  /** All of them, in the order of their records. */
  List<Setting> all() {
    return List.copyOf(settings);
  }

  /**
   * The setting that a name means.
   *
   * @param isVariable of the environment, where Spring takes an underscore for a dash, too
   */
  Optional<Setting> find(ConfigurationPropertyName name, boolean isVariable) {
    return settings.stream().filter(it -> it.isCalled(name, isVariable)).findFirst();
  }

  /** Whether it is what settings have in common, such as {@code runbook.metrics}. */
  boolean isAbove(ConfigurationPropertyName name) {
    return settings.stream().anyMatch(it -> it.isBelow(name));
  }

  /** Whether it stands in a group of settings, such as {@code runbook.metrics}, known or not. */
  boolean isInAGroup(ConfigurationPropertyName name) {
    return name.getNumberOfElements() > 2 && isAbove(name.chop(2));
  }

  /** The name that is most like this one; empty where none is. */
  Optional<String> nearest(ConfigurationPropertyName name) {
    String written = name.toString().toLowerCase(Locale.ROOT);
    return settings.stream()
        .map(it -> it.nameLike(name))
        .min(Comparator.comparingInt(it -> distance(it, written)))
        .filter(it -> distance(it, written) <= written.length() / 3);
  }

  /** How many letters are to be put in, left out or replaced (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = IntStream.rangeClosed(0, other.length()).toArray();
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }

  /**
   * One of them.
   *
   * @param elements of its name, in small letters and with dashes, and what stands for keys and
   *     indices
   * @param type of the value, or of one of its values
   */
  record Setting(List<String> elements, Class<?> type) {

    boolean isCalled(ConfigurationPropertyName name, boolean isVariable) {
      return isCalled(name, elements)
          || isVariable
              && isCalled(
                  name, elements.stream().flatMap(it -> List.of(it.split("-")).stream()).toList());
    }

    private static boolean isCalled(ConfigurationPropertyName name, List<String> elements) {
      int size = name.getNumberOfElements();
      boolean fits = elements.contains(KEYS) ? size >= elements.size() : size == elements.size();
      return fits && begins(name, elements, elements.size());
    }

    boolean isBelow(ConfigurationPropertyName name) {
      int size = name.getNumberOfElements();
      return size < elements.size() && begins(name, elements, size);
    }

    private static boolean begins(
        ConfigurationPropertyName name, List<String> elements, int length) {
      return IntStream.range(0, length)
          .allMatch(
              i ->
                  switch (elements.get(i)) {
                    case KEY, KEYS -> true;
                    case INDEX -> name.isNumericIndex(i);
                    default ->
                        elements.get(i).replace("-", "").equals(name.getElement(i, Form.UNIFORM));
                  });
    }

    /** With the keys of that name where it has some. */
    String nameLike(ConfigurationPropertyName name) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < elements.size(); i++) {
        String element = elements.get(i);
        boolean isFree = List.of(KEY, KEYS).contains(element) && i < name.getNumberOfElements();
        text.append(i == 0 || element.equals(INDEX) ? "" : ".")
            .append(isFree ? name.getElement(i, Form.ORIGINAL) : element);
      }
      return text.toString();
    }
  }
}
