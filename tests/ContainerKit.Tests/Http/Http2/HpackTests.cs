using ContainerKit.Http;

namespace ContainerKit.Tests.Http.Http2;

/// <summary>The examples of RFC 7541, appendix C, and invalid header blocks.</summary>
public sealed class HpackTests
{
    [Theory]
    [InlineData("400a637573746f6d2d6b65790d637573746f6d2d686561646572", "custom-key: custom-header")]
    [InlineData("040c2f73616d706c652f70617468", ":path: /sample/path")]
    [InlineData("100870617373776f726406736563726574", "password: secret")]
    [InlineData("82", ":method: GET")]
    public void Single_headers_of_the_RFC_are_decoded(string block, string expected) =>
        Decode(new HpackDecoder(1000), block).Should().Equal(expected);

    [Theory]
    [InlineData("828684410f7777772e6578616d706c652e636f6d", "828684be58086e6f2d6361636865",
        "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565")]
    [InlineData("828684418cf1e3c2e5f23a6ba0ab90f4ff", "828684be5886a8eb10649cbf", "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")]
    public void Requests_of_the_RFC_are_decoded_with_and_without_Huffman_codes(string first, string second, string third)
    {
        var decoder = new HpackDecoder(1000);

        Decode(decoder, first).Should().Equal(":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com");
        Decode(decoder, second).Should().Equal(
            ":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com", "cache-control: no-cache");
        Decode(decoder, third).Should().Equal(
            ":method: GET", ":scheme: https", ":path: /index.html", ":authority: www.example.com", "custom-key: custom-value");
    }

    // The RFC's responses with a table of 256 bytes, which evicts entries. The first block here starts with that size.
    [Theory]
    [InlineData(
        "3fe101" + "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d54"
            + "6e1768747470733a2f2f7777772e6578616d706c652e636f6d",
        "4803333037c1c0bf",
        "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f"
            + "5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31")]
    [InlineData(
        "3fe101" + "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
        "4883640effc1c0bf",
        "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1"
            + "ab270fb5291f9587316065c003ed4ee5b1063d5007")]
    public void Responses_of_the_RFC_evict_entries_of_the_table(string first, string second, string third)
    {
        var decoder = new HpackDecoder(1000);

        Decode(decoder, first).Should().Equal(":status: 302", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:21 GMT",
            "location: https://www.example.com");
        Decode(decoder, second).Should().Equal(":status: 307", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:21 GMT",
            "location: https://www.example.com");
        Decode(decoder, third).Should().Equal(":status: 200", "cache-control: private", "date: Mon, 21 Oct 2013 20:13:22 GMT",
            "location: https://www.example.com", "content-encoding: gzip",
            "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
    }

    [Theory]
    [InlineData("80")] // index 0
    [InlineData("be")] // an entry that does not exist
    [InlineData("ffffffffff7f")] // a number that is too large
    [InlineData("ff")] // a number that is cut off
    [InlineData("0005aa")] // a text that is cut off
    [InlineData("3fffff7f")] // a table that is too large
    [InlineData("0084ffffffff00")] // the end of the string as Huffman code
    [InlineData("00811b00")] // padding that is not ones
    [InlineData("0082ffff00")] // padding that is longer than a byte
    public void Invalid_header_block_is_an_error(string block)
    {
        var decode = () => Decode(new HpackDecoder(1000), block);

        decode.Should().Throw<Http2Exception>().Which.Code.Should().Be(Http2ErrorCode.Compression);
    }

    [Fact]
    public void Headers_above_the_limit_are_an_error()
    {
        var decode = () => new HpackDecoder(100).Decode([0x82, 0x82, 0x82]);

        decode.Should().Throw<Http2Exception>().Which.Code.Should().Be(Http2ErrorCode.EnhanceYourCalm);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(100_000)]
    public void Encoded_headers_of_each_length_are_decoded(int length)
    {
        var headers = new[] { ("name", new string('v', length)), (":status", "200") };

        new HpackDecoder(200_000).Decode(HpackEncoder.Encode(headers)).Should().Equal(headers);
    }

    [Fact]
    public void Random_header_blocks_are_decoded_or_rejected()
    {
        var random = new Random(7541);
        var decoder = new HpackDecoder(10_000);
        var rejected = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var block = new byte[random.Next(1, 40)];
            random.NextBytes(block);
            try
            {
                decoder.Decode(block);
            }
            catch (Http2Exception)
            {
                rejected++;
            }
        }

        rejected.Should().BePositive();
    }

    private static IEnumerable<string> Decode(HpackDecoder decoder, string block) =>
        decoder.Decode(Convert.FromHexString(block)).Select(header => $"{header.Name}: {header.Value}");
}
