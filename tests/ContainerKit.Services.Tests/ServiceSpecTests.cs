namespace ContainerKit.Services.Tests;

/// <summary>What a description of a service says and refuses, before any request.</summary>
public sealed class ServiceSpecTests
{
    [Fact]
    public void Passwords_are_random_and_no_text_shows_them()
    {
        var (one, two) = (new PostgreSqlSpec(), new PostgreSqlSpec());

        one.Password.Should().MatchRegex("^[0-9a-f]{32}$").And.NotBe(two.Password);
        (string Text, string Password)[] all =
        [
            ($"{one} {PostgreSql.Run(one)}", one.Password),
            Shown(new MariaDbSpec(), spec => MariaDb.Run(spec).ToString(), spec => spec.Password),
            Shown(new RedisSpec(), spec => Redis.Run(spec).ToString(), spec => spec.Password),
            Shown(new RabbitMqSpec(), spec => RabbitMq.Run(spec).ToString(), spec => spec.Password),
        ];
        all.Should().OnlyContain(shown => !shown.Text.Contains(shown.Password, StringComparison.Ordinal));
        one.ToString().Should().Be("PostgreSql of postgres:15");

        static (string, string) Shown<T>(T spec, Func<T, string> plan, Func<T, string> password) => ($"{spec} {plan(spec)}", password(spec));
    }

    [Fact]
    public void A_port_that_the_caller_publishes_is_not_published_twice()
    {
        PostgreSql.Run(new PostgreSqlSpec { Container = new() { Publish = ["15432:5432"] } }).ToString().Should().Contain("-p 15432:5432 ").And.NotContain("-p 5432 ");
        Nginx.Run(new NginxSpec { Container = new() { Publish = ["80/udp", 8080] } }).ToString().Should().Contain("-p 80/udp -p 8080 -p 80");
    }

    [Fact]
    public void A_command_of_the_callers_is_kept_and_flags_of_a_server_come_after_the_services_own()
    {
        Plan("postgres", "-c", "log_statement=all").Should().Contain(" postgres -c fsync=off ").And.Contain(" -c log_statement=all");
        Plan("sh", "-c", "exec postgres").Should().Contain(" sh -c 'exec postgres'").And.NotContain("fsync");

        static string Plan(params string[] command) => PostgreSql.Run(new PostgreSqlSpec { Container = new(command) }).ToString();
    }

    [Fact]
    public void A_variable_that_the_service_sets_itself_is_refused_with_the_mend()
    {
        var spec = new PostgreSqlSpec { Container = new() { Environment = new Dictionary<string, string> { ["POSTGRES_PASSWORD"] = "open sesame" } } };

        FluentActions.Invoking(() => PostgreSql.Run(spec)).Should().Throw<ArgumentException>()
            .WithMessage("*POSTGRES_PASSWORD*PostgreSqlSpec*").Which.Message.Should().NotContain("sesame");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    public void A_password_that_the_drivers_connection_string_cannot_hold_is_refused(string password) =>
        FluentActions.Invoking(() => new RedisSpec { Password = password }).Should().Throw<ArgumentException>().WithMessage("*comma*");

    [Fact]
    public void A_user_of_RabbitMQ_that_it_would_misread_is_refused() =>
        FluentActions.Invoking(() => new RabbitMqSpec { User = "jürgen" }).Should().Throw<ArgumentException>().WithMessage("*ASCII*");

    [DockerFact]
    public async Task A_service_that_is_not_ready_within_its_limit_says_where_the_limit_is_set()
    {
        var never = new NginxSpec { Container = new("sleep", "600") { Init = true }, StartTimeout = TimeSpan.FromMilliseconds(300) };

        (await Nginx.Run(never).Awaiting(it => it.ExecuteAsync(TestContext.Current.CancellationToken)).Should().ThrowAsync<WaitTimeoutException>())
            .Which.Message.Should().ContainAll("within 0.3 s", "NginxSpec.StartTimeout", "Cleaned up: container").And.NotContain("WithTimeout(");
    }

    [Fact]
    public void A_limit_that_is_none_is_refused() =>
        FluentActions.Invoking(() => new NginxSpec { StartTimeout = TimeSpan.Zero }).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Nothing_described_is_refused()
    {
        FluentActions.Invoking(() => PostgreSql.Run(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new PostgreSqlSpec { Container = null! }).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new PostgreSqlSpec { Scripts = null! }).Should().Throw<ArgumentNullException>();
    }
}
