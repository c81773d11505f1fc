package io.stampede.it.deploy;

import io.stampede.it.Checkout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A place in a YAML document.
 *
 * @param where its path, for failures
 * @param value what stands there
 */
record YamlNode(String where, Object value) {
    /** All documents of a file, which may not say a key twice. */
    static List<YamlNode> documents(String path) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Iterable<Object> documents =
                new Yaml(new SafeConstructor(options)).loadAll(Checkout.text(path));
        return StreamSupport.stream(documents.spliterator(), false)
                .map(document -> new YamlNode(path, document))
                .toList();
    }

    /** What stands under a key, or under an index of a list. */
    YamlNode at(Object... keys) {
        YamlNode node = this;
        for (Object key : keys) {
            node = node.child(key);
        }
        return node;
    }

    boolean has(String key) {
        return value instanceof Map<?, ?> map && map.containsKey(key);
    }

    String text() {
        if (value instanceof Map<?, ?> || value instanceof List<?> || value == null) {
            throw new AssertionError("expected a value at " + where + ", found " + value);
        }
        return value.toString();
    }

    int number() {
        return Integer.parseInt(text());
    }

    List<YamlNode> list() {
        if (!(value instanceof List<?> list)) {
            throw new AssertionError("expected a list at " + where + ", found " + value);
        }
        return IntStream.range(0, list.size())
                .mapToObj(i -> new YamlNode(where + "[" + i + "]", list.get(i)))
                .toList();
    }

    List<String> texts() {
        return list().stream().map(YamlNode::text).toList();
    }

    Map<String, String> fields() {
        if (!(value instanceof Map<?, ?> map)) {
            throw new AssertionError("expected fields at " + where + ", found " + value);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        map.keySet().forEach(key -> fields.put(key.toString(), child(key).text()));
        return fields;
    }

    private YamlNode child(Object key) {
        if (key instanceof Integer index) {
            return list().get(index);
        }
        if (!(value instanceof Map<?, ?> map) || !map.containsKey(key)) {
            throw new AssertionError("expected '" + key + "' at " + where + ", found " + value);
        }
        return new YamlNode(where + "." + key, map.get(key));
    }
}
