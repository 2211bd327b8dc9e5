// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/deterministic_ecdsa.h"

#include "tests/forge/byte_writer.h"
#include "tests/forge/der.h"
#include "tests/forge/spec_error.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>

#include <memory>

namespace nei::forge {
namespace {

constexpr std::size_t width = 32;

using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

Number number() {
    return {BN_new(), &BN_free};
}

Number from_bytes(ByteView bytes) {
    return {BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr),
            &BN_free};
}

Bytes to_fixed(const BIGNUM* value) {
    Bytes out(width);
    BN_bn2binpad(value, reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(width));
    return out;
}

Bytes hmac(ByteView key, ByteView data) {
    Bytes out(width);
    unsigned length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(data.data()),
         data.size(), reinterpret_cast<unsigned char*>(out.data()), &length);
    return out;
}

} // namespace

Bytes sign_p256(evp_pkey_st* key, ByteView sha256) {
    BIGNUM* raw_secret = nullptr;
    if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &raw_secret) != 1)
        throw SpecError("an elliptic key has no private part");
    const Number secret(raw_secret, &BN_free);
    const std::unique_ptr<EC_GROUP, decltype(&EC_GROUP_free)> group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1),
                                                                    &EC_GROUP_free);
    const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context(BN_CTX_new(), &BN_CTX_free);
    const std::unique_ptr<EC_POINT, decltype(&EC_POINT_free)> point(EC_POINT_new(group.get()), &EC_POINT_free);
    const BIGNUM* order = EC_GROUP_get0_order(group.get());
    const Number hash = from_bytes(sha256);
    const Number reduced = number();
    BN_mod(reduced.get(), hash.get(), order, context.get());

    // RFC 6979, 3.2: steps b to h.
    const Bytes seed = concatenate({to_fixed(secret.get()), to_fixed(reduced.get())});
    const Bytes zero{std::byte{0}}, one{std::byte{1}};
    Bytes v(width, std::byte{1}), k(width, std::byte{0});
    k = hmac(k, concatenate({v, zero, seed}));
    v = hmac(k, v);
    k = hmac(k, concatenate({v, one, seed}));
    v = hmac(k, v);
    while (true) {
        v = hmac(k, v);
        const Number nonce = from_bytes(v);
        const Number r = number(), s = number(), x = number();
        if (!BN_is_zero(nonce.get()) && BN_cmp(nonce.get(), order) < 0) {
            EC_POINT_mul(group.get(), point.get(), nonce.get(), nullptr, nullptr, context.get());
            EC_POINT_get_affine_coordinates(group.get(), point.get(), x.get(), nullptr, context.get());
            BN_mod(r.get(), x.get(), order, context.get());
            const Number inverse(BN_mod_inverse(nullptr, nonce.get(), order, context.get()), &BN_free);
            BN_mod_mul(s.get(), r.get(), secret.get(), order, context.get());
            BN_mod_add(s.get(), s.get(), reduced.get(), order, context.get());
            BN_mod_mul(s.get(), s.get(), inverse.get(), order, context.get());
            if (!BN_is_zero(r.get()) && !BN_is_zero(s.get()))
                return der::sequence(
                    {der::unsigned_integer(to_fixed(r.get())), der::unsigned_integer(to_fixed(s.get()))});
        }
        k = hmac(k, concatenate({v, zero}));
        v = hmac(k, v);
    }
}

} // namespace nei::forge
