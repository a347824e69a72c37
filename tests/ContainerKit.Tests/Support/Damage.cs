using System.Text;

namespace ContainerKit.Tests.Support;

/// <summary>Generators of damaged data: valid data with changed, inserted and missing parts.</summary>
internal static class Damage
{
    /// <summary>Generates one of the byte sequences with up to five changed bytes, and sometimes without its end.</summary>
    public static Gen<byte[]> Of(params byte[][] valid) =>
        Gen.Select(
            Gen.OneOf(valid),
            Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte).Array[0, 5],
            Gen.Frequency<int>((2, Gen.Const(int.MaxValue)), (1, Gen.Int[0, int.MaxValue])))
        .Select((bytes, changes, end) =>
        {
            var damaged = bytes.ToArray();
            foreach (var (index, value) in changes) damaged[index % damaged.Length] = value;
            return end == int.MaxValue ? damaged : damaged[..(end % damaged.Length)];
        });

    /// <summary>
    /// Generates texts: one of the texts with up to three changed, inserted or removed characters, or a text of characters that mean
    /// something to the reader, or of any characters.
    /// </summary>
    public static Gen<string> OfText(string meaningful, params string[] valid)
    {
        var character = Gen.Frequency<char>((6, Gen.Char[meaningful]), (2, Gen.Char.AlphaNumeric), (1, Gen.Char));
        var changed = Gen.Select(Gen.OneOf(valid), Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 2], character).Array[0, 3])
            .Select((text, changes) =>
            {
                var damaged = new StringBuilder(text);
                foreach (var (index, kind, value) in changes)
                {
                    var at = index % (damaged.Length + 1);
                    if (kind > 0 && at < damaged.Length) damaged.Remove(at, 1);
                    if (kind < 2) damaged.Insert(at, value);
                }

                return damaged.ToString();
            });
        return Gen.Frequency<string>((5, changed), (3, Gen.String[character, 0, 40]), (1, Gen.String));
    }
}
