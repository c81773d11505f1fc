package io.stampede.core.data;

import static io.stampede.core.data.Refusals.assertRefused;
import static io.stampede.core.data.TestPictures.dataset;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.stampede.core.ErrorCode;
import org.junit.jupiter.api.Test;

class DatasetCheckTest {
    @Test
    void gives_back_data_with_two_of_each_class_that_occurs() {
        // Given
        ImageDataset data = dataset(5, 0, 4, 0, 4);
        // When
        ImageDataset checked = DatasetCheck.requireTrainable(data);
        // Then
        assertSame(data, checked);
    }

    @Test
    void refuses_a_single_picture_of_a_class() {
        assertRefused(
                ErrorCode.DATA_UNSUITABLE,
                () -> DatasetCheck.requireTrainable(dataset(5, 0, 0, 3, 4, 4)),
                "at least 2 pictures",
                "found 1 of class '3'");
    }

    @Test
    void refuses_one_class_and_none() {
        assertRefused(
                ErrorCode.DATA_UNSUITABLE,
                () -> DatasetCheck.requireTrainable(dataset(5, 2, 2, 2)),
                "only '2' (3)");
        assertRefused(
                ErrorCode.DATA_UNSUITABLE,
                () -> DatasetCheck.requireTrainable(dataset(5)),
                "no picture");
    }
}
