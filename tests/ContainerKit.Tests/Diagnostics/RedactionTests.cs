using ContainerKit.Diagnostics;

namespace ContainerKit.Tests.Diagnostics;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("s3cret", "RUN login -p s3cret; x=as3cretb", "RUN login -p ***; x=a***b")]
    [InlineData("1", "step 1 of 12, VERSION=1.", "step *** of 12, VERSION=***.")]
    [InlineData("", "RUN true", "RUN true")]
    public void Secret_values_are_redacted_in_a_text(string value, string text, string expected) =>
        new Redaction(new Dictionary<string, string> { ["A"] = value }).Redact(text).Should().Be(expected);

    [Fact]
    public void Redaction_replaces_a_longer_secret_before_the_secret_it_contains() =>
        new Redaction(new Dictionary<string, string> { ["A"] = "pass", ["B"] = "password" }).Redact("the password")
            .Should().Be("the ***");
}
