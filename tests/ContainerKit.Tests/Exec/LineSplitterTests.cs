using System.Text;
using ContainerKit.Exec;

namespace ContainerKit.Tests.Exec;

public sealed class LineSplitterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a")]
    [InlineData("a\nb", "a|b")]
    [InlineData("\n\n", "|")]
    [InlineData("a\r\nb\r\n", "a|b")]
    [InlineData("a\rb\n", "a\rb")]
    [InlineData("a\r\r\n", "a")]
    [InlineData("a\r\r\r\n\r\r\nb\r\r", "a||b")]
    public void Lines_are_split_without_their_line_endings(string text, string lines) =>
        string.Join('|', Split(Encoding.UTF8.GetBytes(text), _ => int.MaxValue)).Should().Be(lines);

    [Fact]
    public void A_line_ending_split_between_two_chunks_ends_one_line() =>
        Split("a\r\nb\n"u8.ToArray(), _ => 2).Should().Equal("a", "b");

    [Fact]
    public void A_character_split_between_two_chunks_stays_one_character() =>
        Split(Encoding.UTF8.GetBytes("größe → 😀\n"), _ => 1).Should().Equal("größe → 😀");

    [Fact]
    public void Invalid_UTF8_in_a_line_becomes_the_replacement_character() =>
        Split([(byte)'a', 0xFF, (byte)'\n', 0xE2, 0x86, (byte)'\n'], _ => 1).Should().Equal("a\uFFFD", "\uFFFD");

    [Fact]
    public void Chunks_of_any_size_are_split_into_the_same_lines()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(300))
                .Select(_ => random.GetItems(["a", "ö", "😀", "\r", "\n", "\r\n", "word "], 1)[0]));

            Split(Encoding.UTF8.GetBytes(text), _ => random.Next(1, 20)).Should().Equal(Reference(text), $"of seed {seed}");
        }
    }

    [Fact]
    public void A_line_of_one_megabyte_is_not_split()
    {
        var line = new string('x', 1024 * 1024);

        Split(Encoding.UTF8.GetBytes(line + "\nend\n"), _ => 64 * 1024).Should().Equal(line, "end");
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(64 * 1024)]
    [InlineData(1_000_003)]
    public void A_line_above_the_maximum_length_is_split_into_parts(int chunkLength)
    {
        var bytes = new byte[(2 * LineSplitter.MaximumLineLength) + 5];
        bytes.AsSpan().Fill((byte)'x');
        bytes[^1] = (byte)'\n';

        Split(bytes, _ => chunkLength).Select(line => line.Length)
            .Should().Equal(LineSplitter.MaximumLineLength, LineSplitter.MaximumLineLength, 4);
    }

    [Fact]
    public void A_line_of_the_maximum_length_is_not_split()
    {
        var bytes = new byte[LineSplitter.MaximumLineLength + 1];
        bytes.AsSpan().Fill((byte)'x');
        bytes[^1] = (byte)'\n';

        Split(bytes, position => position == 0 ? LineSplitter.MaximumLineLength : 1).Select(line => line.Length)
            .Should().Equal(LineSplitter.MaximumLineLength);
    }

    [Theory]
    [InlineData("€x\n", 1, "|€x")]
    [InlineData("€x\n", 2, "|€x")]
    [InlineData("€x\n", 3, "€|x")]
    [InlineData("😀\n", 3, "|😀")]
    [InlineData("\rx\n", 1, "|\rx")]
    [InlineData("y\r\r\n", 2, "y")]
    [InlineData("y\r\r\nz\r\r\n", 1, "y|z")]
    [InlineData("y\r\n", 1, "y")]
    [InlineData("y\r\n\nb\n", 1, "y||b")]
    [InlineData("y\r", 1, "y")]
    public void A_line_above_the_maximum_length_is_not_split_inside_a_character_or_line_ending(string text,
        int position, string lines)
    {
        var fill = new string('x', LineSplitter.MaximumLineLength - position);

        foreach (var chunkLength in new[] { int.MaxValue, 64 * 1024 })
            string.Join('|', Split(Encoding.UTF8.GetBytes(fill + text), _ => chunkLength)).TrimStart('x').Should().Be(lines);
    }

    private static string[] Reference(string text)
    {
        var lines = text.Split('\n');
        if (lines[^1].Length == 0) lines = lines[..^1];
        return [.. lines.Select(line => line.TrimEnd('\r'))];
    }

    private static List<string> Split(byte[] bytes, Func<int, int> getChunkLength)
    {
        var (splitter, lines) = (new LineSplitter(), new List<string>());
        for (var position = 0; position < bytes.Length;)
        {
            var length = Math.Min(getChunkLength(position), bytes.Length - position);
            splitter.Push(bytes.AsSpan(position, length), lines.Add);
            position += length;
        }

        splitter.Finish(lines.Add);
        return lines;
    }
}
