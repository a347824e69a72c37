using ContainerKit.Diagnostics;

namespace ContainerKit.Tests.Diagnostics;

public sealed class ConnectionStringRedactionTests
{
    [Theory]
    [InlineData("Host=db;Password=hunter2", "login of hunter2 failed at db", "login of *** failed at db")]
    [InlineData("Host=db;pwd='hun;ter2'", "hun;ter2", "***")]
    [InlineData("AccountKey=abcdef==;Host=db", "bad key abcdef==", "bad key ***")]
    [InlineData("Host=db;Password=hunter2", "cannot read 'host=db;password=hunter2'", "cannot read '***'")]
    [InlineData("postgres://me:hunter2@db/app", "no such host in hunter2@db", "no such host in ***@db")]
    [InlineData("postgresql://u:secret@h/db?sslmode=require", "Couldn't set postgresql://u:secret@h/db?sslmode",
        "Couldn't set postgresql://u:***@h/db?***")]
    [InlineData("postgresql://u:Secret@h/db?sslmode=require",
        "keyword not supported: 'postgresql://u:secret@h/db?sslmode'",
        "keyword not supported: 'postgresql://u:***@h/db?***'")]
    [InlineData("mysql://u:pw@h?user=a@b", "login of u with pw failed", "login of u with *** failed")]
    [InlineData("mysql://u:p%40ss@h", "login with p@ss failed", "login with *** failed")]
    [InlineData("mysql://h/db?password=pw&user=u", "login with pw failed", "login with *** failed")]
    [InlineData("Endpoint=sb://h/;SharedAccessKey=k=", "h refused k=", "h refused ***")]
    [InlineData("Host=db;Password=", "nothing to hide", "nothing to hide")]
    [InlineData("", "nothing to hide", "nothing to hide")]
    [InlineData(null, "nothing to hide", "nothing to hide")]
    public void Secrets_of_a_connection_string_are_removed_from_a_message(string? connectionString, string message,
        string redacted) =>
        Redaction.ForConnectionString(connectionString).Redact(message).Should().Be(redacted);
}
