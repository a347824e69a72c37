using System.Text.Json;
using ContainerKit.Json;

namespace ContainerKit.Tests.Json;

public sealed class JsonReadingTests
{
    private static readonly JsonElement _json = JsonDocument.Parse(
        """
        {
          "text": "a", "number": 7, "numberText": "-8", "big": 9007199254740993, "real": 1.5, "yes": true, "no": false, "nothing": null,
          "list": ["a", 1, null, "b"], "map": { "a": "1", "b": 2, "c": null, "d": true },
          "time": "2026-01-02T03:04:05.123456789Z", "never": "0001-01-01T00:00:00Z"
        }
        """).RootElement;

    [Theory]
    [InlineData("text", "a")]
    [InlineData("number", "7")]
    [InlineData("yes", "")]
    [InlineData("nothing", "")]
    [InlineData("list", "")]
    [InlineData("missing", "")]
    public void A_JSON_string_can_be_a_number_and_is_empty_for_any_other_value(string name, string text) =>
        _json.GetStringOrEmpty(name).Should().Be(text);

    [Theory]
    [InlineData("number", 7)]
    [InlineData("numberText", -8)]
    [InlineData("big", 9007199254740993)]
    [InlineData("real", 0)]
    [InlineData("text", 0)]
    [InlineData("nothing", 0)]
    [InlineData("yes", 0)]
    [InlineData("missing", 0)]
    public void A_JSON_number_can_be_a_string_and_is_zero_for_any_other_value(string name, long number) =>
        _json.GetInt64OrDefault(name).Should().Be(number);

    [Theory]
    [InlineData("yes", true)]
    [InlineData("no", false)]
    [InlineData("nothing", false)]
    [InlineData("text", false)]
    [InlineData("missing", false)]
    public void A_JSON_boolean_is_true_only_for_the_literal_true(string name, bool expected) =>
        _json.GetBooleanOrDefault(name).Should().Be(expected);

    [Theory]
    [InlineData("never")]
    [InlineData("text")]
    [InlineData("nothing")]
    [InlineData("missing")]
    [InlineData("list")]
    public void A_JSON_time_of_the_year_1_or_of_another_type_is_null(string name) =>
        _json.GetTimeOrNull(name).Should().BeNull();

    [Fact]
    public void A_JSON_time_keeps_its_fraction_of_a_second() =>
        _json.GetTimeOrNull("time").Should().Be(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567));

    [Fact]
    public void A_JSON_string_list_omits_other_types_and_a_string_map_converts_them()
    {
        _json.GetStrings("list").Should().Equal("a", "b");
        _json.EnumerateItems("list").Should().HaveCount(4);
        _json.GetStringMap("map")
            .Should().Equal(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2", ["c"] = "", ["d"] = "True" });
    }

    [Theory]
    [InlineData("text")]
    [InlineData("nothing")]
    [InlineData("missing")]
    public void A_JSON_list_or_map_of_another_type_is_empty(string name)
    {
        _json.GetStrings(name).Should().BeEmpty();
        _json.EnumerateItems(name).Should().BeEmpty();
        _json.EnumerateProperties(name).Should().BeEmpty();
        _json.GetStringMap(name).Should().BeEmpty();
        _json.GetPropertyOrDefault(name).GetPropertyOrDefault("deeper").GetPropertyOrDefault("still")
            .GetStringOrEmpty("deeper").Should().BeEmpty();
    }
}
