package io.stampede.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.it.Checkout;
import io.stampede.it.deploy.Manifests;
import io.stampede.proto.CloudEventHeaders;
import io.stampede.proto.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/topics.md against the names of the code and the policies of the resources. */
class TopicsPageTest {
    private static final String PAGE = "docs/topics.md";

    @Test
    void names_every_topic_in_the_order_of_the_code() {
        // Given / When
        List<String> named =
                MarkdownTable.rows(PAGE, Topics.DEFAULT_PREFIX + ".").stream()
                        .map(row -> row.get(0))
                        .toList();

        // Then
        assertEquals(Topics.DEFAULT.all(), named);
    }

    @Test
    void says_the_policies_that_the_resources_have() {
        // Given
        Map<String, String> wanted = new LinkedHashMap<>();
        Manifests.base()
                .topicPolicies()
                .forEach(
                        (topic, policy) ->
                                wanted.put(
                                        topic,
                                        policy.get("cleanup.policy").equals("compact")
                                                ? "compact"
                                                : "delete after 30 days"));

        // When
        Map<String, String> documented = new LinkedHashMap<>();
        MarkdownTable.rows(PAGE, Topics.DEFAULT_PREFIX + ".")
                .forEach(row -> documented.put(row.get(0), row.get(4)));

        // Then
        assertEquals(wanted, documented);
    }

    @Test
    void names_every_header() {
        // Given
        String page = Checkout.text(PAGE);

        // When / Then
        for (String header :
                List.of(
                        CloudEventHeaders.ID,
                        CloudEventHeaders.SOURCE,
                        CloudEventHeaders.TYPE,
                        CloudEventHeaders.SPEC_VERSION,
                        CloudEventHeaders.TIME,
                        CloudEventHeaders.CONTENT_TYPE,
                        CloudEventHeaders.DEAD_LETTER_REASON,
                        CloudEventHeaders.DEAD_LETTER_TOPIC,
                        CloudEventHeaders.DEAD_LETTER_PARTITION,
                        CloudEventHeaders.DEAD_LETTER_OFFSET,
                        CloudEventHeaders.DEAD_LETTER_KEY_BYTES)) {
            assertTrue(page.contains("`" + header), header);
        }
    }
}
