using System.Text;
using System.Text.Json;
using ContainerKit.Builds;
using ContainerKit.Http;
using ContainerKit.Json;
using ContainerKit.Tests.Exec;

namespace ContainerKit.Tests.Http;

/// <summary>
/// Reads damaged responses in pieces of any length. The readers end, hold little memory, and throw only exceptions that the
/// client translates.
/// </summary>
public sealed class ResponseFuzzTests
{
    private static readonly Gen<int[]> _lengths = Gen.Int[1, 30].Array[1, 4];

    [Fact(Timeout = 120_000)]
    public async Task Damaged_HTTP_responses_are_read_or_throw_IOException()
    {
        byte[][] valid =
        [
            "HTTP/1.1 500 Oops\r\nContent-Length: 12\r\n\r\nxxxxxxxxxxxx"u8.ToArray(),
            [
                .. "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8,
                .. "5\r\nxxxxy\r\n1;a=b\r\nz\r\n0\r\n\r\n"u8,
            ],
            "HTTP/1.1 404 Not Found\r\nX: yyyyyyyyyyyyyyyy\r\n\r\nxxxx"u8.ToArray(),
            "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\n\r\n"u8.ToArray(),
        ];
        var outcomes = new HashSet<string>();
        await Property.HoldsAsync(Gen.Select(Damage.Of(valid), _lengths), async input =>
        {
            var (wire, lengths) = input;
            try
            {
                (await ReadResponseAsync(wire, lengths)).Length.Should().BeLessThanOrEqualTo(64 * 1024);
                outcomes.Add("read");
            }
            catch (IOException)
            {
                outcomes.Add(nameof(IOException));
            }
        }, 3000);

        outcomes.Should().BeEquivalentTo("read", nameof(IOException));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_chunked_body_in_random_chunks_and_pieces_is_read_whole() =>
        await Property.HoldsAsync(Gen.Select(Gen.Byte.Array[1, 200].Array[0, 10], _lengths), async input =>
        {
            var (chunks, lengths) = input;
            var wire = new MemoryStream();
            wire.Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8);
            foreach (var chunk in chunks)
            {
                wire.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"));
                wire.Write([.. chunk, .. "\r\n"u8]);
            }

            wire.Write("0\r\n\r\n"u8);

            (await ReadResponseAsync(wire.ToArray(), lengths)).Should().Equal(chunks.SelectMany(chunk => chunk));
        }, 500);

    [Fact(Timeout = 120_000)]
    public async Task JSON_lines_in_random_pieces_are_read_as_by_a_line_reader()
    {
        var separators = Gen.OneOf("\n", "\r\n", "\0", "\r\n\0", "\n\n \t", "");
        var line = Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 50], separators).Select(
            (number, length, separator) => (Json: $$"""{"n":{{number}},"t":"{{new string('ä', length)}}"}""", Separator: separator));

        await Property.HoldsAsync(Gen.Select(line.Array[0, 8], _lengths), async input =>
        {
            var (lines, lengths) = input;
            var wire = Encoding.UTF8.GetBytes(string.Concat(lines.Select(item => item.Json + item.Separator)));

            (await ReadLinesAsync(wire, lengths)).Should().Equal(lines.Select(item => item.Json));
        });
    }

    [Fact(Timeout = 120_000)]
    public async Task Damaged_JSON_lines_are_read_or_throw_JsonException()
    {
        var valid = Encoding.UTF8.GetBytes(
            """{"status":"größe \ud83d\ude00","id":"a1","progressDetail":{"current":1e3}}""" + "\r\n[1,\"\\ud800\"]\n");
        var outcomes = new HashSet<string>();
        await Property.HoldsAsync(Gen.Select(Damage.Of(valid), _lengths), async input =>
        {
            try
            {
                await ReadLinesAsync(input.Item1, input.Item2);
                outcomes.Add("read");
            }
            catch (JsonException)
            {
                outcomes.Add(nameof(JsonException));
            }
        }, 3000);

        outcomes.Should().BeEquivalentTo("read", nameof(JsonException));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_JSON_line_without_an_end_throws_InvalidData()
    {
        await FluentActions.Awaiting(() =>
            ReadLinesAsync(new byte[JsonLines.MaximumLineLength * 2 + 1].Select(_ => (byte)' ').ToArray(), [int.MaxValue]))
            .Should().ThrowAsync<InvalidDataException>().WithMessage("*more than 32 MiB*");
    }

    [Theory]
    [InlineData(@"""\ud800""", "\ufffd")]
    [InlineData(@"""\udc00x""", "\ufffdx")]
    [InlineData(@"""\ud83d\ude00""", "😀")]
    [InlineData(@"""\\ud800""", @"\ud800")]
    [InlineData(@"""\ud800\ud83d\ude00""", "\ufffd😀")]
    [InlineData("\ufeff\"a\"", "a")]
    public void Halves_of_surrogate_pairs_in_JSON_are_replaced(string json, string expected) =>
        JsonText.Parse(Encoding.UTF8.GetBytes(json)).GetString().Should().Be(expected);

    [Fact]
    public void Invalid_UTF8_in_JSON_is_replaced() =>
        JsonText.Parse(new byte[] { (byte)'"', (byte)'a', 0xff, 0xc3, (byte)'"' }).GetString().Should().Be("a\ufffd\ufffd");

    [Fact]
    public void Any_bytes_are_read_as_a_protobuf_message_without_an_exception() =>
        // Small values look more like tags and lengths.
        Property.Holds(Gen.OneOf<byte>(Gen.Byte, Gen.Byte[0, 0x1f]).Array[0, 200], message =>
        {
            var status = BuildKitStatus.Read(message);

            (status.Vertexes.Count + status.Transfers.Count + status.Outputs.Count).Should().BeLessThanOrEqualTo(message.Length);
        }, 20_000);

    private static async Task<byte[]> ReadResponseAsync(byte[] wire, int[] lengths)
    {
        var next = 0;
        var reader = new HttpResponseReader(new PartialReadStream(wire, () => lengths[next++ % lengths.Length]));
        using var response = await reader.ReadHeadAsync(TestContext.Current.CancellationToken);
        return await reader.ReadBodyAsync(response, TestContext.Current.CancellationToken);
    }

    private static async Task<List<string>> ReadLinesAsync(byte[] wire, int[] lengths)
    {
        var (texts, next) = (new List<string>(), 0);
        var stream = new PartialReadStream(wire, () => lengths[next++ % lengths.Length]);
        await foreach (var json in JsonLines.ReadAsync(stream, TestContext.Current.CancellationToken)) texts.Add(json.GetRawText());
        return texts;
    }
}
