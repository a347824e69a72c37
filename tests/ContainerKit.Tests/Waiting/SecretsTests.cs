using ContainerKit.Waiting;

namespace ContainerKit.Tests.Waiting;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("Host=db;Password=hunter2", "login of hunter2 failed at db", "login of *** failed at db")]
    [InlineData("Host=db;pwd='hun;ter2'", "hun;ter2", "***")]
    [InlineData("AccountKey=abcdef==;Host=db", "bad key abcdef==", "bad key ***")]
    [InlineData("Host=db;Password=hunter2", "cannot read 'host=db;password=hunter2'", "cannot read '***'")]
    [InlineData("postgres://me:hunter2@db/app", "no such host in hunter2@db", "no such host in ***@db")]
    [InlineData("Host=db;Password=", "nothing to hide", "nothing to hide")]
    [InlineData("", "nothing to hide", "nothing to hide")]
    [InlineData(null, "nothing to hide", "nothing to hide")]
    public void What_a_connection_string_tells_in_confidence_is_taken_out(string? connectionString, string said, string told) =>
        Secrets.Without(connectionString, said).Should().Be(told);
}
