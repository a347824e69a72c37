using ContainerKit.Tests.Registries;

[assembly: AssemblyFixture(typeof(CredentialHelperFixture))]

namespace ContainerKit.Tests.Registries;

/// <summary>
/// Puts the credential helper <c>docker-credential-ck-test</c> into PATH while the tests run. Its response depends on
/// the registry. All classes share one fixture, because the process has only one PATH.
/// </summary>
public sealed class CredentialHelperFixture : IDisposable
{
    public const string Name = "ck-test";

    private readonly string _folder = Directory.CreateTempSubdirectory("ck-helper-").FullName;
    private readonly string? _originalPath = Environment.GetEnvironmentVariable("PATH");

    public CredentialHelperFixture()
    {
        if (OperatingSystem.IsWindows()) return;
        var program = Path.Combine(_folder, "docker-credential-" + Name);
        File.WriteAllText(program, $$"""
            #!/bin/sh
            input=$(cat)
            case "$1 $input" in
              "get good.example") echo '{"ServerURL":"good.example","Username":"helena","Secret":"h3lper"}' ;;
              "get token.example") echo '{"ServerURL":"token.example","Username":"<token>","Secret":"t0ken"}' ;;
              "get none.example") echo 'credentials not found in native keychain'; exit 1 ;;
              "get locked.example") echo 'the keychain is locked' >&2; exit 7 ;;
              "get stdout.example") echo 'no such thing as a keychain'; exit 1 ;;
              "get noise.example") echo 'n0ise' ;;
              "get silent.example") sleep 600 ;;
              "get flood.example") yes 2>/dev/null ;;
              "get errors.example") yes >&2 ;;
              "get leak.example") echo "cannot read {\"Secret\" : \"s3c\\\"ret\"}" >&2; exit 1 ;;
              "store "*echo.example*) echo "cannot store $input" >&2; exit 1 ;;
              "erase echo.example") echo 'the keychain is locked' >&2; exit 7 ;;
              "erase "*) echo "$input" > '{{_folder}}/erased' ;;
              "store "*) echo "$input" > '{{_folder}}/stored' ;;
              *) echo "unexpected: $1" >&2; exit 9 ;;
            esac
            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", _folder + Path.PathSeparator + _originalPath);
    }

    /// <summary>The last input of the helper's <c>store</c> command.</summary>
    public string Stored => File.ReadAllText(Path.Combine(_folder, "stored")).Trim();

    /// <summary>The last input of the helper's <c>erase</c> command.</summary>
    public string Erased => File.ReadAllText(Path.Combine(_folder, "erased")).Trim();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _originalPath);
        Directory.Delete(_folder, recursive: true);
    }
}
